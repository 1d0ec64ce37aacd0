#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace mtm {

/// Which interview each row of a repeat level belongs to.
struct RowOwners {
    int level = 0;
    std::size_t rows = 0;
    std::vector<std::int32_t> interview_of_row;  // empty at level 0: a row is an interview
    std::size_t most_rows = 1;                   // that one interview has
};

/// Some rows of one repeat level, as bits, and whose they are. A set that nobody filled in is
/// unknown; two sets can be compared if they are known and of one level.
class RowSet {
public:
    RowSet() = default;

    /// No row yet.
    explicit RowSet(std::shared_ptr<const RowOwners> owners);

    /// The rows whose byte is not 0.
    RowSet(std::shared_ptr<const RowOwners> owners, const std::vector<std::uint8_t>& chosen);

    /// The rows whose bit is set: bit r % 64 of word r / 64.
    RowSet(std::shared_ptr<const RowOwners> owners, std::vector<std::uint64_t> words);

    [[nodiscard]] bool known() const { return owners_ != nullptr; }

    [[nodiscard]] bool comparable_to(const RowSet& other) const;

    [[nodiscard]] int level() const { return owners_->level; }

    [[nodiscard]] std::size_t most_rows() const { return owners_->most_rows; }

    void insert(std::size_t row) { words_[row / 64] |= std::uint64_t{1} << (row % 64); }

    void remove(std::size_t row) { words_[row / 64] &= ~(std::uint64_t{1} << (row % 64)); }

    [[nodiscard]] bool contains(std::size_t row) const {
        return ((words_[row / 64] >> (row % 64)) & 1U) != 0;
    }

    /// A byte for each row of the level: 1 where it is in the set.
    [[nodiscard]] std::vector<std::uint8_t> bytes() const;

    /// The numbers of its rows, as they ascend.
    [[nodiscard]] std::vector<std::uint32_t> rows() const;

    /// Rows.
    [[nodiscard]] std::size_t count() const;

    /// Interviews that have one of the rows.
    [[nodiscard]] std::size_t people() const;

    [[nodiscard]] bool is_part_of(const RowSet& other) const;

    [[nodiscard]] bool meets(const RowSet& other) const;

    /// How many rows are not in `other`, or more than `limit` if they are more.
    [[nodiscard]] std::size_t count_outside(const RowSet& other, std::size_t limit) const;

    /// The same of those that are in it.
    [[nodiscard]] std::size_t count_inside(const RowSet& other, std::size_t limit) const;

    /// The interview that a row of the level belongs to.
    [[nodiscard]] std::size_t interview_of(std::size_t row) const {
        const std::vector<std::int32_t>& interviews = owners_->interview_of_row;
        return interviews.empty() ? row : static_cast<std::size_t>(interviews[row]);
    }

    /// Every row of the level.
    [[nodiscard]] RowSet everyone() const;

    /// The same rows where they are numbered otherwise: row r is row `row_of[r]` there.
    /// REQUIRES: the set is known.
    [[nodiscard]] RowSet moved(std::shared_ptr<const RowOwners> owners,
                               const std::vector<std::int32_t>& row_of) const;

    RowSet& operator&=(const RowSet& other);
    RowSet& operator|=(const RowSet& other);
    RowSet& operator-=(const RowSet& other);

    [[nodiscard]] std::size_t hash() const;

    bool operator==(const RowSet& other) const;

private:
    std::shared_ptr<const RowOwners> owners_;
    std::vector<std::uint64_t> words_;
};

[[nodiscard]] RowSet operator&(RowSet a, const RowSet& b);
[[nodiscard]] RowSet operator|(RowSet a, const RowSet& b);
[[nodiscard]] RowSet operator-(RowSet a, const RowSet& b);

}  // namespace mtm
