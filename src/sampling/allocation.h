#pragma once

#include <limits>
#include <span>
#include <vector>

#include "base/result.h"

namespace mtm {

/// A whole number divided into whole parts in proportion to `shares`, each between its bounds: what
/// breaks a bound is set to it and the rest divided anew; then the largest remainders are rounded
/// up (Hamilton), the earlier of two alike. Parts without a share get something only where bounds
/// of the others leave no choice. An error if the bounds cannot be met.
/// REQUIRES: three spans of one length; shares are finite and 0 or more; 0 <= least <= most.
Result<std::vector<int>> divide(int total,
                                std::span<const double> shares,
                                std::span<const int> least,
                                std::span<const int> most);

/// How a sample is spread over areas (strata) of sizes N, with standard deviations S.
enum class AllocationRule {
    proportional,  // n ∝ N: every person counts alike
    neyman,        // n ∝ N S: the least variance of the whole (Neyman 1934)
    power  // n ∝ N^power · S: between that and equal precision of every area (Bankier 1988)
};

struct AllocationStratum {
    double size = 0;
    double deviation = 1;  // of what is measured; only ratios count. For power: over the mean
    int least = 0;
    int most = std::numeric_limits<int>::max();
};

/// Interviews of each stratum. Errors as divide(). REQUIRES: sizes and deviations are finite and 0
/// or more; 0 <= power <= 1.
Result<std::vector<int>> allocate_sample(int interviews,
                                         std::span<const AllocationStratum> strata,
                                         AllocationRule rule,
                                         double power = 0.5);

}  // namespace mtm
