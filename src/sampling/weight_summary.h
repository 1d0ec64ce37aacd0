#pragma once

#include <array>
#include <span>
#include <vector>

namespace mtm {

/// What weights are like, and what they cost.
struct WeightSummary {
    static constexpr std::array<std::size_t, 7> hundredths{0, 5, 25, 50, 75, 95, 100};

    std::size_t rows = 0;  // with a weight over 0
    double total = 0;
    double mean = 0;
    /// At `hundredths`, by the inverse of the distribution function; halfway between two rows where
    /// it jumps there, so that the median is the usual one.
    std::array<double, 7> quantiles{};
    double variation = 0;  // standard deviation (by n) over mean
    /// By how much unequal weights alone enlarge variances (Kish 1965, 1992): n Σw² / (Σw)², which
    /// is 1 + variation².
    double design_effect = 1;
    double effective_rows = 0;     // rows over the design effect
    double largest_share = 0;      // of the total: the largest weight
    double largest_1_percent = 0;  // the largest hundredth of the rows, rounded up
    double largest_5_percent = 0;

    [[nodiscard]] double median() const { return quantiles[3]; }
};

/// REQUIRES: weights are finite and 0 or more. All zero where none is over 0.
[[nodiscard]] WeightSummary summarise_weights(std::span<const double> weights);

/// How many rows have a weight in each of `bars` equal steps from `low` to `high`.
/// REQUIRES: low < high, bars > 0.
[[nodiscard]] std::vector<std::size_t> weight_histogram(std::span<const double> weights,
                                                        double low,
                                                        double high,
                                                        std::size_t bars);

}  // namespace mtm
