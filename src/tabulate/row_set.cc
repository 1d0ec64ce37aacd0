#include "tabulate/row_set.h"

#include <algorithm>
#include <bit>

#include "base/result.h"

namespace mtm {

RowSet::RowSet(std::shared_ptr<const RowOwners> owners)
    : owners_(std::move(owners)), words_((owners_->rows + 63) / 64) {}

RowSet::RowSet(std::shared_ptr<const RowOwners> owners, const std::vector<std::uint8_t>& chosen)
    : RowSet(std::move(owners)) {
    CHECK(chosen.size() == owners_->rows);
    for (std::size_t r = 0; r < chosen.size(); ++r)
        words_[r / 64] |= std::uint64_t{chosen[r] != 0} << (r % 64);
}

RowSet::RowSet(std::shared_ptr<const RowOwners> owners, std::vector<std::uint64_t> words)
    : owners_(std::move(owners)), words_(std::move(words)) {
    CHECK(words_.size() == (owners_->rows + 63) / 64);
}

bool RowSet::comparable_to(const RowSet& other) const {
    return known() && other.known() && level() == other.level() &&
           words_.size() == other.words_.size();
}

std::vector<std::uint8_t> RowSet::bytes() const {
    std::vector<std::uint8_t> out(owners_->rows);
    for (std::size_t r = 0; r < out.size(); ++r)
        out[r] = static_cast<std::uint8_t>(words_[r / 64] >> (r % 64) & 1U);
    return out;
}

std::vector<std::uint32_t> RowSet::rows() const {
    std::vector<std::uint32_t> out;
    out.reserve(count());
    for (std::size_t w = 0; w < words_.size(); ++w) {
        for (std::uint64_t left = words_[w]; left != 0; left &= left - 1)
            out.push_back(static_cast<std::uint32_t>(
                w * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
    return out;
}

std::size_t RowSet::count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words_)
        sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
}

std::size_t RowSet::people() const {
    if (!known() || owners_->interview_of_row.empty()) return count();
    std::vector<std::int32_t> interviews;
    for (std::size_t w = 0; w < words_.size(); ++w) {
        for (std::uint64_t left = words_[w]; left != 0; left &= left - 1) {
            const auto row = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
            interviews.push_back(owners_->interview_of_row[row]);
        }
    }
    std::ranges::sort(interviews);
    const auto end = std::unique(interviews.begin(), interviews.end());
    return static_cast<std::size_t>(end - interviews.begin());
}

bool RowSet::is_part_of(const RowSet& other) const {
    return count_outside(other, 0) == 0;
}

bool RowSet::meets(const RowSet& other) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
        if ((words_[w] & other.words_[w]) != 0) return true;
    }
    return false;
}

std::size_t RowSet::count_outside(const RowSet& other, std::size_t limit) const {
    std::size_t sum = 0;
    for (std::size_t w = 0; w < words_.size(); ++w) {
        for (std::uint64_t left = words_[w] & ~other.words_[w]; left != 0; left &= left - 1) {
            if (++sum > limit) return sum;
        }
    }
    return sum;
}

std::size_t RowSet::count_inside(const RowSet& other, std::size_t limit) const {
    std::size_t sum = 0;
    for (std::size_t w = 0; w < words_.size(); ++w) {
        for (std::uint64_t left = words_[w] & other.words_[w]; left != 0; left &= left - 1) {
            if (++sum > limit) return sum;
        }
    }
    return sum;
}

RowSet RowSet::everyone() const {
    RowSet all(owners_);
    for (std::size_t r = 0; r < owners_->rows; ++r)
        all.insert(r);
    return all;
}

RowSet RowSet::moved(std::shared_ptr<const RowOwners> owners,
                     const std::vector<std::int32_t>& row_of) const {
    RowSet out(std::move(owners));
    for (std::size_t w = 0; w < words_.size(); ++w) {
        for (std::uint64_t left = words_[w]; left != 0; left &= left - 1) {
            const auto row = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
            out.insert(static_cast<std::size_t>(row_of[row]));
        }
    }
    return out;
}

RowSet& RowSet::operator&=(const RowSet& other) {
    for (std::size_t w = 0; w < words_.size(); ++w)
        words_[w] &= other.words_[w];
    return *this;
}

RowSet& RowSet::operator|=(const RowSet& other) {
    for (std::size_t w = 0; w < words_.size(); ++w)
        words_[w] |= other.words_[w];
    return *this;
}

RowSet& RowSet::operator-=(const RowSet& other) {
    for (std::size_t w = 0; w < words_.size(); ++w)
        words_[w] &= ~other.words_[w];
    return *this;
}

std::size_t RowSet::hash() const {
    std::uint64_t mixed = 0x9E3779B97F4A7C15U;
    for (const std::uint64_t word : words_) {
        mixed = (mixed ^ word) * 0xFF51AFD7ED558CCDU;
        mixed ^= mixed >> 32U;
    }
    return static_cast<std::size_t>(mixed);
}

bool RowSet::operator==(const RowSet& other) const {
    if (known() != other.known()) return false;
    return !known() || (level() == other.level() && words_ == other.words_);
}

RowSet operator&(RowSet a, const RowSet& b) {
    return a &= b;
}

RowSet operator|(RowSet a, const RowSet& b) {
    return a |= b;
}

RowSet operator-(RowSet a, const RowSet& b) {
    return a -= b;
}

}  // namespace mtm
