#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "capture/quality_round.h"

namespace mtm {

/// What the checks say of a study at this moment. Never changes once it is handed out.
struct QualityNow {
    bool ready = false;          // false: interviews are still being read
    Instant as_of = 0;           // when all were checked; 0: not yet
    std::size_t interviews = 0;  // that were checked, or read so far
    std::size_t sealed = 0;      // that nobody here can read
    std::size_t older = 0;       // that are not looked at because there are too many
    std::size_t left_out = 0;    // findings of low weight
    std::shared_ptr<const std::vector<WatchedFinding>> findings;  // the weightiest first
    std::vector<WatchedFinding> of_new;  // of interviews that came since all were checked
    std::shared_ptr<const std::vector<WatchedEnumerator>> enumerators;
};

/// Keeps the findings of one study current while somebody looks at them. Nothing here is on the way
/// of an interview that arrives: whoever serves calls step() again and again from a thread of its
/// own. An interview that came is checked by itself at once; everything is checked anew, which the
/// measures of enumerators and of the round need, when something has changed, at most every five
/// seconds and for a tenth of the time. An hour after the last question all of it is forgotten.
class QualityWatch {
public:
    /// What it says now; from now on step() keeps it current.
    [[nodiscard]] std::shared_ptr<const QualityNow> ask(Instant now);

    /// Grows whenever ask() would say something else.
    [[nodiscard]] std::uint64_t version() const { return version_; }

    /// Does what there is to do, at most one page of it. True if there is more to do at once.
    /// `clock` says the time before and after. For one thread at a time.
    Result<bool> step(const ServedStudy& study, const std::function<Instant()>& clock);

private:
    Result<bool> check_all(const std::function<Instant()>& clock);
    void publish(QualityNow now);

    mutable std::mutex mutex_;  // of the next two
    std::shared_ptr<const QualityNow> now_ = std::make_shared<QualityNow>();
    Instant asked_ = 0;
    std::atomic<std::uint64_t> version_ = 1;
    std::unique_ptr<QualityRound> round_;
    std::pair<const ServedStudy*, std::size_t> of_{};  // whose it is, and of how many versions
    std::uint64_t revision_ = 0;  // of the store, up to which new interviews were read
    bool loaded_ = false;         // everything that was there has been read
    bool changed_ = false;        // since all were checked
    Instant next_check_ = 0;
};

}  // namespace mtm
