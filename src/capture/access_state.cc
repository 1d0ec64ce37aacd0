#include "capture/access_state.h"

#include <chrono>

#include "capture/secrets.h"

namespace mtm {
namespace {

constexpr auto longest_wait_for_slot = std::chrono::seconds(3);
constexpr std::size_t most_proved_passwords = 1'000;
constexpr std::size_t most_news = 10'000;
constexpr Instant news_again_after = 3'600'000;  // milliseconds

}  // namespace

std::shared_ptr<AccessState> make_access_state() {
    return std::make_shared<AccessState>();
}

PasswordSlots::Slot::~Slot() {
    if (slots_ == nullptr) return;
    {
        const std::lock_guard lock(slots_->mutex_);
        ++slots_->free_;
    }
    slots_->given_back_.notify_one();
}

std::optional<PasswordSlots::Slot> PasswordSlots::take() {
    std::unique_lock lock(mutex_);
    if (free_ == 0) {
        if (may_wait_ == 0) return std::nullopt;
        --may_wait_;
        const bool got =
            given_back_.wait_for(lock, longest_wait_for_slot, [this] { return free_ > 0; });
        ++may_wait_;
        if (!got) return std::nullopt;
    }
    --free_;
    return std::optional<Slot>(std::in_place, this);
}

bool NonceCounts::use(const std::string& nonce, std::uint32_t count) {
    const std::lock_guard lock(mutex_);
    const auto at = index_.find(nonce);
    if (at == index_.end()) {
        entries_.push_front({.nonce = nonce, .highest = count, .used = 1});
        index_[nonce] = entries_.begin();
        if (entries_.size() > most_) {
            index_.erase(entries_.back().nonce);
            entries_.pop_back();
        }
        return true;
    }
    entries_.splice(entries_.begin(), entries_, at->second);
    Entry& entry = entries_.front();
    if (count > entry.highest) {
        const std::uint32_t ahead = count - entry.highest;
        entry.used = (ahead < 64 ? entry.used << ahead : 0) | 1U;
        entry.highest = count;
        return true;
    }
    const std::uint32_t behind = entry.highest - count;
    if (behind >= 64 || ((entry.used >> behind) & 1U) != 0) return false;
    entry.used |= std::uint64_t{1} << behind;
    return true;
}

void ProvedPasswords::remember(const std::string& proof, Instant until) {
    const std::lock_guard lock(mutex_);
    if (until_.size() >= most_proved_passwords) until_.clear();
    until_[proof] = until;
}

bool ProvedPasswords::knows(const std::string& proof, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = until_.find(proof);
    if (at == until_.end()) return false;
    if (at->second > now) return true;
    until_.erase(at);
    return false;
}

Result<std::shared_ptr<const Directory>> AccessState::directory(const OrganisationStore& store) {
    {
        const std::lock_guard lock(mutex_);
        if (directory_ && directory_->revision == store.revision()) return directory_;
    }
    auto fresh = std::make_shared<const Directory>(TRY(Directory::read(store)));
    const std::lock_guard lock(mutex_);
    // Another thread may have read a later one meanwhile.
    if (!directory_ || directory_->revision < fresh->revision) directory_ = fresh;
    return fresh;
}

const std::string& AccessState::nobodys_hash(const PasswordCost& cost) {
    std::call_once(hashed_, [&] {
        Result<std::string> made = hash_password(cost, "nobody has this password");
        if (made) nobodys_hash_ = std::move(made).value();
    });
    return nobodys_hash_;
}

bool AccessState::is_news(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = told_.find(key);
    if (at != told_.end() && now < at->second + news_again_after) return false;
    if (told_.size() >= most_news) told_.clear();
    told_[key] = now;
    return true;
}

}  // namespace mtm
