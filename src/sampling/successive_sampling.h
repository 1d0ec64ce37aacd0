#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace mtm {

/// A population of which only the network sizes matter: `members[k]` people of size `sizes[k]`.
struct SizeClasses {
    std::vector<double> sizes;  // whole numbers from 1, ascending
    std::vector<std::int64_t> members;
};

/// How often each class came into `samples` samples of `n` people, drawn one after another with
/// chances proportional to their sizes from those who are left. REQUIRES: n <= Σ members.
[[nodiscard]] std::vector<std::int64_t> successive_draws(const SizeClasses& population,
                                                         std::size_t n,
                                                         int samples,
                                                         Random& random);

/// People to classes: shares of a whole number, none under `fewest` of its class, by largest
/// remainders. REQUIRES: shares add to 1, and Σ fewest <= total.
[[nodiscard]] std::vector<std::int64_t> apportion(const std::vector<double>& shares,
                                                  std::int64_t total,
                                                  const std::vector<std::int64_t>& fewest);

struct SuccessiveSamplingOptions {
    std::int64_t population = 0;
    std::uint64_t random_seed = 1;
    int samples = 500;               // simulated in each round
    int rounds = 5;                  // after the first
    double with_replacement = 0.04;  // at most this fraction of the population: RDS-II's weights
};

/// Gile's (2011) successive sampling estimate of who the population is and how likely each was to
/// be interviewed.
struct SuccessiveSamplingFit {
    std::vector<double> sizes;      // network sizes that occur, ascending
    std::vector<double> inclusion;  // chance of a member of that size to be in the sample
    std::int64_t population = 0;

    /// REQUIRES: some interview reported that size.
    [[nodiscard]] double inclusion_of(double size) const;
};

/// The fit to the network sizes of a sample: whole numbers from 1. An error if the population is
/// smaller than the sample.
[[nodiscard]] Result<SuccessiveSamplingFit> fit_successive_sampling(
    std::span<const double> degrees, const SuccessiveSamplingOptions& options);

/// Weights 1/inclusion, with a mean of 1.
[[nodiscard]] std::vector<double> successive_sampling_weights(const SuccessiveSamplingFit& fit,
                                                              std::span<const double> degrees);

}  // namespace mtm
