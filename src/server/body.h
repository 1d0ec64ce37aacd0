#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// How much all bodies that are being received may take together, and where the large ones go.
/// Used by one thread only.
struct BodyRoom {
    std::string folder;                                  // for bodies that do not stay in memory
    std::size_t in_memory = std::size_t{256} * 1024;     // a longer body goes to a file
    std::size_t memory = std::size_t{64} * 1024 * 1024;  // of all bodies in memory together
    std::uint64_t disk = 8ULL << 30U;                    // of all files together
    std::size_t memory_taken = 0;
    std::uint64_t disk_taken = 0;
};

/// The body of a request while it arrives: in memory as long as it is short and there is room, else
/// in a file without a name, which is mapped once it is complete and is gone when this goes.
class ArrivingBody {
public:
    explicit ArrivingBody(BodyRoom& room) : room_(room) {}

    ArrivingBody(const ArrivingBody&) = delete;
    ArrivingBody& operator=(const ArrivingBody&) = delete;
    ~ArrivingBody();

    /// An error if the disk, or the room on it, is full.
    Status append(std::string_view bytes);

    /// All of it; valid as long as this is. Nothing may be appended afterwards.
    Result<std::string_view> complete();

    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// What the last append() failed with.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

private:
    Status take(std::string_view bytes);
    Status open_file();
    Status write(std::string_view bytes);

    BodyRoom& room_;
    std::string memory_;
    int file_ = -1;
    void* mapped_ = nullptr;
    std::uint64_t size_ = 0;
    std::uint64_t written_ = 0;
    std::optional<Error> failure_;
};

}  // namespace mtm
