#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace mtm {

/// How a number asked twice of the same people moved: the tests that bcstats reports of questions
/// of types 2 and 3. docs/back-checks.md gives the formulas.
///
/// Differences are first minus second, as there. Numbers that cannot be had (too few pairs, no
/// difference at all, no variance) are nullopt.
struct PairedTTest {
    double mean_difference = 0;
    double low = 0;  // of the confidence interval of the mean difference
    double high = 0;
    double t = 0;
    double degrees_of_freedom = 0;
    double p = 1;  // two-sided
};

struct SignedRankTest {
    std::size_t positive = 0;
    std::size_t negative = 0;
    std::size_t zero = 0;
    double positive_ranks = 0;      // sum of the ranks of positive differences
    double z = 0;                   // normal approximation, adjusted for ties and zeros
    double p = 1;                   // two-sided, by z
    std::optional<double> exact_p;  // by all assignments of signs, up to 200 pairs
};

struct Stability {
    std::size_t pairs = 0;
    double mean_first = 0;
    double mean_second = 0;
    std::optional<PairedTTest> t_test;          // two pairs or more, differing differences
    std::optional<SignedRankTest> signed_rank;  // one difference or more
    std::optional<double> simple_response_variance;
    /// 1 - simple response variance / variance of the second interviews' answers: 1 where nothing
    /// moved, 0 or less where answers tell nothing of each other.
    std::optional<double> reliability;
};

/// Of pairs of numbers, equally many of both. `level`: of the confidence interval.
[[nodiscard]] Stability stability_of(std::span<const double> first,
                                     std::span<const double> second,
                                     double level = 0.95);

/// The interval of Wilson (1927) for a share of `n`: what an error rate of few comparisons says.
struct ShareInterval {
    double low = 0;
    double high = 1;
};

[[nodiscard]] ShareInterval wilson_interval(std::size_t count, std::size_t n, double level = 0.95);

}  // namespace mtm
