#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace mtm {

/// A count that is to be rounded to a multiple of a unit.
struct CountToRound {
    std::size_t n = 0;
    std::optional<std::size_t> rounded{};  // where it is decided already: a multiple of the unit
    std::size_t least = 0;                 // that it may become, a multiple of the unit
    std::optional<std::size_t> most{};     // the same
};

/// The multiple of `unit` that is nearest; half a unit goes up.
[[nodiscard]] std::size_t nearest_multiple(std::size_t n, std::size_t unit);

/// Counts rounded so that they add up to `sum`, a multiple of `unit`, and lie together as near to
/// what they were as that allows. Nobody stays nobody if there is any other way. Nothing if what is
/// decided leaves no way.
[[nodiscard]] std::optional<std::vector<std::size_t>> round_line(
    const std::vector<CountToRound>& counts, std::size_t sum, std::size_t unit);

/// The same of a table whose rows and columns add up to sums that are rounded already: controlled
/// rounding of two-way tables (Cox and Ernst 1982), as a flow of least cost. Each row has as many
/// counts as there are columns; `least` and `most` are not looked at.
[[nodiscard]] std::optional<std::vector<std::vector<std::size_t>>> round_grid(
    const std::vector<std::vector<CountToRound>>& counts,
    const std::vector<std::size_t>& row_sums,
    const std::vector<std::size_t>& column_sums,
    std::size_t unit);

}  // namespace mtm
