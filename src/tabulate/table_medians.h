#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dataset/column.h"

namespace mtm {

/// The rows of a column in the order of their numbers, of which quantiles of all groups are found
/// in one sweep: those of `weighted_quantile` with the rule of schools, on whole-number weights.
class RowsByNumber {
public:
    /// Rows in the base that have a number and a weight. `units` are the weights by row.
    RowsByNumber(const Column& column,
                 std::span<const std::uint8_t> in_base,
                 std::span<const std::int64_t> units);

    struct Group {
        std::int64_t weight = 0;
        std::size_t rows = 0;
    };

    /// `group_of_row` -1: in none; empty: all rows are of group 0.
    [[nodiscard]] std::vector<Group> groups(std::span<const std::int32_t> group_of_row,
                                            std::size_t groups) const;

    /// The quantile of each group at its own share `p` of the weights; nothing for groups without a
    /// row or without a share.
    [[nodiscard]] std::vector<std::optional<double>> quantiles(
        std::span<const std::int32_t> group_of_row,
        std::span<const Group> groups,
        std::span<const std::optional<double>> p) const;

    /// 0 where a row's number is not above that of its group, 1 where it is, -1 where it has none.
    [[nodiscard]] std::vector<std::int32_t> at_most(
        std::span<const std::int32_t> group_of_row,
        std::span<const std::optional<double>> values) const;

private:
    [[nodiscard]] double number_at_row(std::uint32_t row) const {
        return column_.numbers[static_cast<std::size_t>(column_.codes[row])];
    }

    const Column& column_;
    std::span<const std::int64_t> units_;
    std::vector<std::uint32_t> rows_;
};

}  // namespace mtm
