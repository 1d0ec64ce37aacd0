#pragma once

#include <string>
#include <utility>

namespace mtm {

/// Bytes that must not stay in memory: a passphrase, the key of one interview. They are overwritten
/// when the value goes, and cannot be copied by accident.
class Secret {
public:
    Secret() = default;

    explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}

    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    Secret(Secret&& other) noexcept { swap(other); }

    Secret& operator=(Secret&& other) noexcept {
        swap(other);
        return *this;
    }

    ~Secret() { wipe(); }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

    /// For whoever fills it. What grows beyond its capacity leaves a copy behind: reserve first.
    std::string& fill() { return bytes_; }

private:
    // A short string lies in the object itself, and moving it would leave its bytes there.
    void swap(Secret& other) noexcept { bytes_.swap(other.bytes_); }

    void wipe();

    std::string bytes_;
};

/// Overwrites a string's bytes and empties it.
void wipe(std::string& text);

}  // namespace mtm
