#include "capture/attempts.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

constexpr Instant forgotten_after = 3'600'000;  // milliseconds

Instant wait_after(int failures, const AttemptLimit& limit) {
    if (failures < limit.free) return 0;
    const int doublings = std::min(failures - limit.free, 20);
    return std::min(limit.longest_wait, limit.first_wait << doublings);
}

}  // namespace

std::string network_of(const std::string& peer) {
    if (std::ranges::count(peer, ':') < 2) return peer;
    const std::vector<std::string_view> groups = split(peer, ':');
    std::string out;
    for (std::size_t i = 0; i < groups.size() && i < 4 && !groups[i].empty(); ++i) {
        out += std::string(groups[i]) + ":";
    }
    return out;
}

Instant Attempts::wait(const std::string& key, const AttemptLimit& limit, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = index_.find(key);
    if (at == index_.end()) return 0;
    const Entry& entry = *at->second;
    const Instant until = entry.last + wait_after(entry.failures, limit);
    if (now >= until + forgotten_after) {
        entries_.erase(at->second);
        index_.erase(at);
        return 0;
    }
    return std::max<Instant>(0, until - now);
}

void Attempts::failed(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = index_.find(key);
    if (at != index_.end()) {
        entries_.splice(entries_.begin(), entries_, at->second);
    } else {
        entries_.push_front({.key = key, .failures = 0, .last = now});
        index_[key] = entries_.begin();
    }
    ++entries_.front().failures;
    entries_.front().last = now;
    while (entries_.size() > most_keys_) {
        index_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

void Attempts::succeeded(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto at = index_.find(key);
    if (at == index_.end()) return;
    entries_.erase(at->second);
    index_.erase(at);
}

std::size_t Attempts::keys() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}  // namespace mtm
