#include "capture/quality_watch.h"

namespace mtm {
namespace {

constexpr Instant forgotten_after = 3'600'000;  // milliseconds
constexpr Instant checked_every = 5'000;
constexpr Instant rest = 10;  // times as long as the check took
constexpr std::size_t read_at_once = 500;
constexpr std::size_t checked_at_once = 50;

}  // namespace

std::shared_ptr<QualityWatch> make_quality_watch() {
    return std::make_shared<QualityWatch>();
}

std::shared_ptr<const QualityNow> QualityWatch::ask(Instant now) {
    const std::lock_guard lock(mutex_);
    asked_ = now;
    return now_;
}

void QualityWatch::publish(QualityNow now) {
    now.interviews = round_->interviews();
    now.sealed = round_->sealed();
    now.older = round_->older();
    auto shared = std::make_shared<const QualityNow>(std::move(now));
    const std::lock_guard lock(mutex_);
    now_ = std::move(shared);
    ++version_;
}

Result<bool> QualityWatch::step(const ServedStudy& study, const std::function<Instant()>& clock) {
    const Instant now = clock();
    std::shared_ptr<const QualityNow> before;
    {
        const std::lock_guard lock(mutex_);
        if (asked_ == 0 || now > asked_ + forgotten_after) {
            if (round_ != nullptr) now_ = std::make_shared<QualityNow>();
            round_.reset();
            return false;
        }
        before = now_;
    }
    // A study that got another version of its form is another one in memory.
    const std::pair of(&study, study.versions.size());
    if (round_ == nullptr || of != of_) {
        round_ = std::make_unique<QualityRound>(study);
        of_ = of;
        loaded_ = false;
        next_check_ = 0;
    }
    const std::uint64_t revision = study.store->revision();
    if (!loaded_) {
        const bool more = TRY(round_->take_new(read_at_once));
        if (more) {
            publish({.as_of = 0, .findings = {}, .of_new = {}, .enumerators = {}});
            return true;
        }
        loaded_ = true;
        changed_ = true;
        revision_ = revision;
        return check_all(clock);
    }
    if (revision == revision_ && !changed_) return false;
    if (now >= next_check_) {
        while (TRY(round_->take_new(read_at_once))) {
        }
        revision_ = revision;
        const bool other = TRY(round_->take_changes());
        changed_ = false;
        if (!other && round_->is_current()) return false;
        return check_all(clock);
    }
    if (revision == revision_) return false;
    changed_ = true;
    const bool more = TRY(round_->take_new(checked_at_once));
    if (!more) revision_ = revision;
    if (!round_->has_new()) return more;
    round_->check_new();
    QualityNow next = *before;
    next.of_new = round_->of_new();
    publish(std::move(next));
    return more;
}

Result<bool> QualityWatch::check_all(const std::function<Instant()>& clock) {
    const Instant begun = clock();
    round_->check_all();
    const Instant ended = clock();
    next_check_ = ended + std::max(checked_every, rest * (ended - begun));
    changed_ = false;
    publish(
        {.ready = true,
         .as_of = ended,
         .left_out = round_->left_out(),
         .findings = std::make_shared<const std::vector<WatchedFinding>>(round_->take_findings()),
         .of_new = {},
         .enumerators =
             std::make_shared<const std::vector<WatchedEnumerator>>(round_->take_enumerators())});
    return false;
}

}  // namespace mtm
