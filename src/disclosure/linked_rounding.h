#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "disclosure/controlled_rounding.h"

namespace mtm {

/// Counts that make up a number which is told already.
struct RoundedSum {
    std::vector<std::size_t> counts;  // indices
    std::size_t sum = 0;              // a multiple of the unit
};

/// Rounds counts to multiples of `unit` as near to them as all sums together allow, for sums that
/// are more than the rows and columns of one table: an integer programme, whose effort is counted
/// and never timed. What is decided of a count stands among the sums. Nothing if there is no way,
/// or none was found.
[[nodiscard]] std::optional<std::vector<std::size_t>> round_linked(
    const std::vector<CountToRound>& counts, const std::vector<RoundedSum>& sums, std::size_t unit);

}  // namespace mtm
