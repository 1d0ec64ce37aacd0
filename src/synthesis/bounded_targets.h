#pragma once

#include <cstddef>
#include <vector>

#include "synthesis/marginal_tables.h"

namespace mtm {

/// The tables as they are to be for `records` records. As many as the total: the same. Otherwise
/// counts become the whole numbers around their share, and what is withheld or rounded its bounds;
/// the bound of a withheld cell never grows.
[[nodiscard]] MarginalTables scaled_to(const MarginalTables& tables, long long records);

/// What all tables that contain these variables (ascending) say of their combinations together.
/// Where they contradict each other, what the smallest of them says.
[[nodiscard]] std::vector<BoundedCount> joint_bounds(const MarginalTables& tables,
                                                     const std::vector<std::size_t>& of);

/// How many records each category of a variable is to have: within its bounds if these allow, and
/// of sum `tables.total` always.
[[nodiscard]] std::vector<long long> whole_counts(const MarginalTables& tables,
                                                  std::size_t variable);

}  // namespace mtm
