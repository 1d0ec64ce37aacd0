#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "anonymity/key_table.h"
#include "base/result.h"

namespace mtm {

/// A set of keys: bit j stands for the key at position j.
using KeySet = std::uint32_t;

inline constexpr std::size_t most_packed_keys = 32;

/// The values of many records in all keys, each record a few machine words in which every key has a
/// field of bits: 0 where the value is missing, else its code plus 1. So to take keys away from a
/// record is one AND for each word, and to compare two records one comparison.
class PackedPatterns {
public:
    static constexpr std::size_t most_words = 16;
    using Words = std::array<std::uint64_t, most_words>;

    PackedPatterns() = default;

    /// An error if keys differ in length, hold codes beyond their categories, or are more than
    /// `most_packed_keys`.
    static Result<PackedPatterns> create(const KeyTable& table);

    /// Patterns of the same layout, none yet.
    [[nodiscard]] PackedPatterns empty_alike() const;

    [[nodiscard]] std::size_t size() const { return words_ == 0 ? 0 : data_.size() / words_; }

    [[nodiscard]] std::size_t words() const { return words_; }

    [[nodiscard]] std::size_t keys() const { return fields_.size(); }

    [[nodiscard]] std::span<const std::uint64_t> at(std::size_t i) const {
        return {data_.data() + i * words_, words_};
    }

    void append(std::span<const std::uint64_t> pattern) {
        data_.insert(data_.end(), pattern.begin(), pattern.end());
    }

    /// The bits of all fields of these keys, word by word.
    [[nodiscard]] Words mask_of(KeySet keys) const;

    /// Keys of `within` in which the pattern has no value.
    [[nodiscard]] KeySet missing(std::span<const std::uint64_t> pattern, KeySet within) const;

    /// Keys in which two patterns differ, a missing value being different from every value.
    [[nodiscard]] KeySet differing(std::span<const std::uint64_t> a,
                                   std::span<const std::uint64_t> b) const;

    /// Takes the values of these keys out of a pattern.
    void blank(std::size_t i, KeySet keys);

    /// Puts the values that another pattern has in these keys into one that misses them.
    void give_back(std::size_t i, KeySet keys, std::span<const std::uint64_t> values);

private:
    struct KeyField {
        std::size_t word = 0;
        std::uint64_t mask = 0;
    };

    std::size_t words_ = 0;
    std::vector<KeyField> fields_;
    std::vector<std::uint64_t> data_;
};

/// Numbers 0, 1, 2 … for distinct patterns, in the order in which they come: a hash table by open
/// addressing. What it says does not depend on the hash.
class PatternIndex {
public:
    static constexpr std::uint32_t absent = 0xFFFFFFFFU;

    PatternIndex(std::size_t words, std::size_t expected);

    /// The number of pattern AND mask; given to it now if it has none.
    std::uint32_t number_of(std::span<const std::uint64_t> pattern,
                            const PackedPatterns::Words& mask);

    /// The number of pattern AND mask, or `absent`.
    [[nodiscard]] std::uint32_t find(std::span<const std::uint64_t> pattern,
                                     const PackedPatterns::Words& mask) const;

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] std::span<const std::uint64_t> pattern(std::uint32_t number) const {
        return {kept_.data() + number * words_, words_};
    }

private:
    // The first word lies beside the number: where patterns are one word, as they are up to some
    // eight keys, one look into memory answers.
    struct PatternSlot {
        std::uint64_t first = 0;
        std::uint32_t number = absent;
    };

    [[nodiscard]] std::size_t slot_of(std::span<const std::uint64_t> pattern,
                                      const PackedPatterns::Words& mask) const;
    void grow();

    std::size_t words_;
    std::size_t size_ = 0;
    std::vector<PatternSlot> slots_;
    std::vector<std::uint64_t> kept_;
};

}  // namespace mtm
