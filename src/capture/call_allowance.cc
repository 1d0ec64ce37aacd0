#include "capture/call_allowance.h"

#include <algorithm>

namespace mtm {

// The bucket is kept as the instant at which it is full again: each call moves it on by
// `one_more_after`, and a call is there as long as that lies at most a whole bucket ahead.
Instant CallAllowance::take(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = index_.find(key);
    if (at != index_.end()) {
        entries_.splice(entries_.begin(), entries_, at->second);
    } else {
        entries_.push_front({.key = key, .full_at = now});
        index_[key] = entries_.begin();
    }
    while (entries_.size() > most_keys_) {
        index_.erase(entries_.back().key);
        entries_.pop_back();
    }
    Entry& entry = entries_.front();
    const Instant whole = limit_.at_once * limit_.one_more_after;
    // A clock that was set back keeps nobody waiting for longer than an empty bucket.
    const Instant full_at = std::clamp(entry.full_at, now, now + whole) + limit_.one_more_after;
    if (full_at > now + whole) return full_at - now - whole;
    entry.full_at = full_at;
    return 0;
}

std::size_t CallAllowance::keys() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}  // namespace mtm
