#include "anonymity/packed_patterns.h"

#include <bit>

#include <fmt/format.h>

namespace mtm {
namespace {

Status check_keys(const KeyTable& table) {
    if (table.keys.size() > most_packed_keys)
        return Error{fmt::format(
            "{} keys are more than can be protected together ({}): leave some out (drop "
            "in [protection.records]), or mark those that nobody else knows of a "
            "person as none or sensitive in the column disclosure",
            table.keys.size(),
            most_packed_keys)};
    if (table.records() >= PatternIndex::absent)
        return Error{
            fmt::format("{} records are more than can be protected together", table.records())};
    for (const KeyVariable& key : table.keys) {
        if (key.categories < 0)
            return Error{fmt::format("key {} has {} categories", key.name, key.categories)};
        if (key.codes.size() != table.records())
            return Error{fmt::format("key {} has {} values for {} records",
                                     key.name,
                                     key.codes.size(),
                                     table.records())};
        for (std::size_t r = 0; r < key.codes.size(); ++r) {
            const std::int32_t code = key.codes[r];
            if (code < missing_key || code >= key.categories)
                return Error{
                    fmt::format("key {}, record {}: code {} is not among its {} categories",
                                key.name,
                                r + 1,
                                code,
                                key.categories)};
        }
    }
    return Done{};
}

std::uint64_t mixed(std::uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29);
}

}  // namespace

Result<PackedPatterns> PackedPatterns::create(const KeyTable& table) {
    TRY(check_keys(table));
    PackedPatterns out;
    int used = 0;
    std::vector<int> shifts;
    for (const KeyVariable& key : table.keys) {
        const auto bits =
            static_cast<int>(std::bit_width(static_cast<std::uint32_t>(key.categories)));
        if (out.words_ == 0 || used + bits > 64) {
            ++out.words_;
            used = 0;
        }
        const std::uint64_t ones = (std::uint64_t{1} << bits) - 1;
        out.fields_.push_back({.word = out.words_ - 1, .mask = ones << used});
        shifts.push_back(used);
        used += bits;
    }
    CHECK(out.words_ <= most_words);
    out.data_.assign(table.records() * out.words_, 0);
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        const std::vector<std::int32_t>& codes = table.keys[j].codes;
        std::uint64_t* word = out.data_.data() + out.fields_[j].word;
        for (std::size_t r = 0; r < codes.size(); ++r, word += out.words_)
            *word |= static_cast<std::uint64_t>(codes[r] + 1) << shifts[j];
    }
    return out;
}

PackedPatterns PackedPatterns::empty_alike() const {
    PackedPatterns out;
    out.words_ = words_;
    out.fields_ = fields_;
    return out;
}

PackedPatterns::Words PackedPatterns::mask_of(KeySet keys) const {
    Words out{};
    for (std::size_t j = 0; j < fields_.size(); ++j)
        if ((keys >> j & 1) != 0) out[fields_[j].word] |= fields_[j].mask;
    return out;
}

KeySet PackedPatterns::missing(std::span<const std::uint64_t> pattern, KeySet within) const {
    KeySet out = 0;
    for (std::size_t j = 0; j < fields_.size(); ++j)
        if ((pattern[fields_[j].word] & fields_[j].mask) == 0) out |= KeySet{1} << j;
    return out & within;
}

KeySet PackedPatterns::differing(std::span<const std::uint64_t> a,
                                 std::span<const std::uint64_t> b) const {
    KeySet out = 0;
    for (std::size_t j = 0; j < fields_.size(); ++j)
        if (((a[fields_[j].word] ^ b[fields_[j].word]) & fields_[j].mask) != 0)
            out |= KeySet{1} << j;
    return out;
}

void PackedPatterns::blank(std::size_t i, KeySet keys) {
    const Words mask = mask_of(keys);
    for (std::size_t w = 0; w < words_; ++w)
        data_[i * words_ + w] &= ~mask[w];
}

void PackedPatterns::give_back(std::size_t i, KeySet keys, std::span<const std::uint64_t> values) {
    const Words mask = mask_of(keys);
    for (std::size_t w = 0; w < words_; ++w)
        data_[i * words_ + w] |= values[w] & mask[w];
}

PatternIndex::PatternIndex(std::size_t words, std::size_t expected) : words_(words) {
    slots_.assign(std::bit_ceil(2 * expected + 16), PatternSlot{});
    kept_.reserve(expected * words);
}

std::size_t PatternIndex::slot_of(std::span<const std::uint64_t> pattern,
                                  const PackedPatterns::Words& mask) const {
    std::uint64_t hash = 0;
    for (std::size_t w = 0; w < words_; ++w)
        hash = mixed(hash ^ (pattern[w] & mask[w])) + w;
    const std::size_t last = slots_.size() - 1;
    for (std::size_t slot = static_cast<std::size_t>(mixed(hash)) & last;;
         slot = (slot + 1) & last) {
        const PatternSlot& at = slots_[slot];
        if (at.number == absent) return slot;
        bool same = at.first == (pattern[0] & mask[0]);
        for (std::size_t w = 1; w < words_ && same; ++w)
            same = kept_[at.number * words_ + w] == (pattern[w] & mask[w]);
        if (same) return slot;
    }
}

std::uint32_t PatternIndex::number_of(std::span<const std::uint64_t> pattern,
                                      const PackedPatterns::Words& mask) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    const std::size_t slot = slot_of(pattern, mask);
    if (slots_[slot].number != absent) return slots_[slot].number;
    for (std::size_t w = 0; w < words_; ++w)
        kept_.push_back(pattern[w] & mask[w]);
    const auto number = static_cast<std::uint32_t>(size_++);
    slots_[slot] = {.first = pattern[0] & mask[0], .number = number};
    return number;
}

std::uint32_t PatternIndex::find(std::span<const std::uint64_t> pattern,
                                 const PackedPatterns::Words& mask) const {
    return slots_[slot_of(pattern, mask)].number;
}

void PatternIndex::grow() {
    slots_.assign(2 * slots_.size(), PatternSlot{});
    PackedPatterns::Words all;
    all.fill(~std::uint64_t{0});
    for (std::uint32_t number = 0; number < size_; ++number)
        slots_[slot_of(pattern(number), all)] = {.first = pattern(number)[0], .number = number};
}

}  // namespace mtm
