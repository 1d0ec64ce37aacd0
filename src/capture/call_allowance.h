#pragma once

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "store/interview_store.h"

namespace mtm {

/// How often everybody may call: `at_once` calls, and one more after every `one_more_after`.
struct CallLimit {
    int at_once = 120;
    Instant one_more_after = 1'000;  // milliseconds
};

/// Counts calls by key (a client's network), as a bucket that fills steadily. Holds a limited
/// number of keys and forgets the longest quiet one first. Safe for many threads at once.
class CallAllowance {
public:
    explicit CallAllowance(CallLimit limit = {}, std::size_t most_keys = 20'000)
        : limit_(limit), most_keys_(most_keys) {}

    /// Takes one call; 0 if it was there, else the milliseconds until there is one.
    [[nodiscard]] Instant take(const std::string& key, Instant now);

    [[nodiscard]] std::size_t keys() const;

private:
    struct Entry {
        std::string key;
        Instant full_at = 0;  // when all calls are there again
    };

    mutable std::mutex mutex_;
    CallLimit limit_;
    std::size_t most_keys_;
    std::list<Entry> entries_;  // latest call first
    std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

}  // namespace mtm
