#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dataset/column.h"

namespace mtm {

/// The weights of a column's numbers in each of some groups, of which quantiles of all groups are
/// found in one sweep: those of `weighted_quantile` with the rule of schools, on whole-number
/// weights. Few different numbers are added up by group first; else the rows are put in the order
/// of their numbers.
class NumbersInGroups {
public:
    /// Rows in the base that have a number and a weight. `units` are the weights by row;
    /// `group_of_row` -1: in none; empty: all rows are of group 0. All stay with their owners.
    NumbersInGroups(const Column& column,
                    std::span<const std::uint8_t> in_base,
                    std::span<const std::int64_t> units,
                    std::span<const std::int32_t> group_of_row,
                    std::size_t groups);

    [[nodiscard]] std::size_t groups() const { return groups_.size(); }

    /// Rows of a group.
    [[nodiscard]] std::size_t rows(std::size_t group) const { return groups_[group].rows; }

    /// The quantile of each group at its own share `p` of the weights; nothing for groups without a
    /// row or without a share.
    [[nodiscard]] std::vector<std::optional<double>> quantiles(
        std::span<const std::optional<double>> p) const;

    /// 0 where a row's number is not above that of its group, 1 where it is, -1 where it has none.
    [[nodiscard]] std::vector<std::int32_t> at_most(
        std::span<const std::optional<double>> values) const;

private:
    struct Group {
        std::int64_t weight = 0;
        std::size_t rows = 0;
    };

    void add_up();
    void put_in_order();

    // The group of a row with a number; -1 if it has none or is in no group.
    [[nodiscard]] std::int32_t group_at(std::size_t row) const {
        if (in_base_[row] == 0 || units_[row] == 0 ||
            rank_of_code_[static_cast<std::size_t>(column_.codes[row]) + 1] < 0)
            return -1;
        return group_of_row_.empty() ? 0 : group_of_row_[row];
    }

    [[nodiscard]] std::size_t rank_at(std::size_t row) const {
        return static_cast<std::size_t>(
            rank_of_code_[static_cast<std::size_t>(column_.codes[row]) + 1]);
    }

    const Column& column_;
    std::span<const std::uint8_t> in_base_;
    std::span<const std::int64_t> units_;
    std::span<const std::int32_t> group_of_row_;
    std::vector<double> numbers_;             // by rank
    std::vector<std::int32_t> rank_of_code_;  // code + 1; -1: no number
    std::vector<Group> groups_;
    std::vector<std::int64_t> weights_;  // by group and rank, where numbers are few
    std::vector<std::uint32_t> rows_;    // in the order of numbers, where they are many
};

}  // namespace mtm
