#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "tabulate/kernel.h"

namespace mtm {

/// Shares of the categories in a group, and how many people they are. Variances are by
/// linearisation; NaN without a design.
struct KernelShare {
    double share = 0;  // NaN where the base weighs nothing
    double weight = 0;
    double variance = std::numeric_limits<double>::quiet_NaN();         // of the share
    double weight_variance = std::numeric_limits<double>::quiet_NaN();  // of the weight
    std::int64_t rows = 0;
};

/// Cell (group, category) is number group × categories + category.
[[nodiscard]] std::vector<KernelShare> kernel_shares(const KernelRows& rows,
                                                     const KernelParts& parts,
                                                     const KernelSums& sums);

/// A mean, or the ratio of two totals, and the total above, in a group.
struct KernelMean {
    double mean = 0;                                             // NaN where what stands below is 0
    double total = 0;                                            // of weight × number
    double variance = std::numeric_limits<double>::quiet_NaN();  // of the mean
    double total_variance = std::numeric_limits<double>::quiet_NaN();  // of the total
    std::int64_t rows = 0;                                             // that have a number
};

/// By group.
[[nodiscard]] std::vector<KernelMean> kernel_means(const KernelRows& rows,
                                                   const KernelParts& parts,
                                                   const KernelNumbers& numbers,
                                                   const KernelTotals& totals);

/// Primary units less strata, of those that have a row with a weight in the base; by group.
[[nodiscard]] std::vector<double> kernel_degrees(const KernelParts& parts, const KernelSums& sums);
[[nodiscard]] std::vector<double> kernel_degrees(const KernelParts& parts,
                                                 const KernelTotals& totals);

}  // namespace mtm
