#pragma once

#include <vector>

#include "base/result.h"

namespace mtm {

/// Interviews of each unit (a place, a task) and of each group in it.
using Quotas = std::vector<std::vector<int>>;

/// Divides the interviews of each unit among groups in proportion to `people` there, at most `most`
/// of a group in a unit, so that groups have `groups` interviews over all units. Where no division
/// has these sums within the bounds, the fewest interviews possible are of another group.
/// REQUIRES: units and groups have one sum; the bounds of a unit hold its interviews; `people` and
/// `most` are by unit and group, people finite and 0 or more.
Result<Quotas> divide_by_group(const std::vector<int>& units,
                               const std::vector<int>& groups,
                               const std::vector<std::vector<double>>& people,
                               const Quotas& most);

}  // namespace mtm
