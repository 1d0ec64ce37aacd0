#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace mtm {

/// A hash of short texts, for tables in memory: eight bytes at a time by the multiplication of
/// wyhash (Wang Yi). No secret, and no name for good: its values may change.
[[nodiscard]] inline std::uint64_t byte_hash(std::string_view text, std::uint64_t seed) {
    __extension__ using Wide = unsigned __int128;
    const auto mixed = [](std::uint64_t a, std::uint64_t b) {
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    };
    const auto word = [](const char* from, std::size_t length) {
        std::uint64_t out = 0;
        std::memcpy(&out, from, length);
        return out;
    };
    constexpr std::uint64_t first = 0xa0761d6478bd642fU;
    constexpr std::uint64_t second = 0xe7037ed1a0b428dbU;
    // The length goes in first: at the end it could undo what the last byte did.
    std::uint64_t hash = mixed(seed ^ first, text.size() ^ second);
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof hash; at += sizeof hash, left -= sizeof hash)
        hash = mixed(hash ^ word(at, sizeof hash), second);
    if (left >= 4) {
        hash ^= word(at, 4) | word(at + left - 4, 4) << 32U;
    } else if (left > 0) {
        hash ^= word(at, 1) | word(at + left / 2, 1) << 8U | word(at + left - 1, 1) << 16U;
    }
    return mixed(hash, second);
}

}  // namespace mtm
