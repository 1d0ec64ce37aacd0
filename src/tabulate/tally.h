#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace mtm {

/// Counts of codes by group. Both may be -1 (no code, no group), so there is one slot more of each.
struct Histogram {
    Histogram(std::size_t group_count, std::size_t code_count)
        : groups(group_count + 1), codes(code_count + 1), counts(groups * codes) {}

    [[nodiscard]] std::size_t at(int group, int code) const {
        return counts[static_cast<std::size_t>(group + 1) * codes +
                      static_cast<std::size_t>(code + 1)];
    }

    /// Over all groups and none.
    [[nodiscard]] std::size_t total(int code) const;

    std::size_t groups;
    std::size_t codes;
    std::vector<std::size_t> counts;
};

/// One pass over a column: adds the rows whose `in_base` is 1. An empty `group_of_row` means that
/// no row has a group. Counts are integers, so the result is the same in any order.
void count_codes(std::span<const std::int32_t> codes,
                 std::span<const std::uint8_t> in_base,
                 std::span<const std::int32_t> group_of_row,
                 Histogram& histogram);

/// The same for sets: bit c of a row's words counts for code c, if `wanted` has that bit. A row
/// with no such bit counts in `rest`, by its code. Returns true if some row had two bits.
bool count_members(std::span<const std::uint64_t> members,
                   std::span<const std::uint64_t> wanted,
                   std::span<const std::int32_t> rest_codes,
                   std::span<const std::uint8_t> in_base,
                   std::span<const std::int32_t> group_of_row,
                   Histogram& histogram,
                   Histogram& rest);

/// Numbers with how often each occurs. Statistics are summed in the order of the numbers, so that
/// they do not depend on the order of the rows.
class NumberTally {
public:
    void add(double number, std::size_t times);

    [[nodiscard]] std::size_t n() const;
    [[nodiscard]] double total() const;

    /// The fewest that the statistics tell of: those whose number is not 0 or, of only two numbers,
    /// those who have the rarer one; n where all are 0. 1 where one number dominates the total: all
    /// but the two largest (by size, without weights) come to less than `dominance` per cent of the
    /// largest, so whose is the second could tell it as closely (the p% rule, Hundepool et al.
    /// 2012, 4.2.2).
    [[nodiscard]] std::size_t fewest(double dominance = 0) const;

    [[nodiscard]] std::optional<double> mean() const;

    /// The least number that at least a part of them (0 to 1) does not exceed or, where the part is
    /// exactly reached, the average of that and the next: of 0.5 the median.
    [[nodiscard]] std::optional<double> quantile(double part) const;

    /// How many are not above a value, or not below it: those who are fewer.
    [[nodiscard]] std::size_t fewer_side(double value) const;

private:
    [[nodiscard]] bool is_dominated(double dominance) const;
    void sort() const;

    mutable std::vector<std::pair<double, std::size_t>> numbers_;
    mutable bool sorted_ = true;
};

}  // namespace mtm
