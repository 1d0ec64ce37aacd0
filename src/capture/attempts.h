#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "store/interview_store.h"

namespace mtm {

/// How many wrong guesses are free, and how long one more makes a guesser wait: `first_wait`, twice
/// as long each time, at most `longest_wait`.
struct AttemptLimit {
    int free = 5;
    Instant first_wait = 60'000;  // milliseconds
    Instant longest_wait = 3'600'000;
};

/// The part of a client's address that many requests of one client have in common: all of an IPv4
/// address, the /64 of an IPv6 one, since whoever has one address there has them all.
[[nodiscard]] std::string network_of(const std::string& peer);

/// Counts wrong guesses by key ("this account from this address"). Forgets a key an hour after its
/// last one and its wait; holds a limited number of keys, and forgets the longest quiet one first.
/// Safe for many threads at once.
class Attempts {
public:
    explicit Attempts(std::size_t most_keys = 20'000) : most_keys_(most_keys) {}

    /// Milliseconds until this key may try again; 0: at once.
    [[nodiscard]] Instant wait(const std::string& key, const AttemptLimit& limit, Instant now);

    void failed(const std::string& key, Instant now);
    void succeeded(const std::string& key);
    [[nodiscard]] std::size_t keys() const;

private:
    struct Entry {
        std::string key;
        int failures = 0;
        Instant last = 0;
    };

    mutable std::mutex mutex_;
    std::size_t most_keys_;
    std::list<Entry> entries_;  // latest failure first
    std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

}  // namespace mtm
