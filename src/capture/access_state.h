#pragma once

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "capture/attempts.h"
#include "capture/directory.h"
#include "capture/service.h"

namespace mtm {

/// The few passwords that are being hashed at this moment: each takes tens of megabytes, so that
/// many sign-ins at once would exhaust the machine that tablets send to. Others wait a little, and
/// are turned away if too many do.
class PasswordSlots {
public:
    explicit PasswordSlots(int at_once = 2, int waiting = 8) : free_(at_once), may_wait_(waiting) {}

    class Slot {
    public:
        explicit Slot(PasswordSlots* slots) : slots_(slots) {}

        Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}

        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        Slot& operator=(Slot&&) = delete;
        ~Slot();

    private:
        PasswordSlots* slots_;
    };

    /// Absent: too many are at it; come back in a few seconds.
    [[nodiscard]] std::optional<Slot> take();

private:
    std::mutex mutex_;
    std::condition_variable given_back_;
    int free_;
    int may_wait_;
};

/// Which counts (nc) of a Digest nonce have been used: each is good once, in any order within the
/// last 64, because a tablet sends over several connections. Forgets the longest unused nonce where
/// there are too many.
class NonceCounts {
public:
    explicit NonceCounts(std::size_t most = 20'000) : most_(most) {}

    /// False if this count of this nonce was used before, or lies too far back to know.
    [[nodiscard]] bool use(const std::string& nonce, std::uint32_t count);

private:
    struct Entry {
        std::string nonce;
        std::uint32_t highest = 0;
        std::uint64_t used = 0;  // bit i: the count `highest - i`
    };

    std::mutex mutex_;
    std::size_t most_;
    std::list<Entry> entries_;  // latest use first
    std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

/// Basic credentials of people that were found right a short while ago, by their signature: a
/// program that asks for a thousand pages is not made to wait for a thousand argon2id.
class ProvedPasswords {
public:
    void remember(const std::string& proof, Instant until);
    [[nodiscard]] bool knows(const std::string& proof, Instant now);

private:
    std::mutex mutex_;
    std::unordered_map<std::string, Instant> until_;
};

/// What the server remembers about those who ask, for as long as it runs. All of it is bounded, and
/// losing it loses nothing but a little patience.
class AccessState {
public:
    Attempts attempts;
    PasswordSlots password_slots;
    NonceCounts nonce_counts;
    ProvedPasswords proved_passwords;
    std::mutex sessions;      // held to renew or remove sessions: what was ended stays ended
    std::mutex organisation;  // held from reading a person, device or link to storing its change
    std::mutex corrections;   // held from reading an answer to storing its correction

    /// People, devices and links as they are now: read again when they have changed.
    [[nodiscard]] Result<std::shared_ptr<const Directory>> directory(
        const OrganisationStore& store);

    /// A hash that no password fits, of the same cost as real ones: what is verified where there is
    /// no account, so that its absence takes as long.
    [[nodiscard]] const std::string& nobodys_hash(const PasswordCost& cost);

    /// True once an hour for each key: for events that a device repeats for ever.
    [[nodiscard]] bool is_news(const std::string& key, Instant now);

private:
    std::mutex mutex_;
    std::shared_ptr<const Directory> directory_;
    std::once_flag hashed_;
    std::string nobodys_hash_;
    std::unordered_map<std::string, Instant> told_;
};

}  // namespace mtm
