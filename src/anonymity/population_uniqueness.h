#pragma once

#include <cstddef>
#include <span>

namespace mtm {

/// Of the records that are unique in the sample, what share is unique in the population.
struct PopulationUniqueness {
    std::size_t sample_uniques = 0;
    double share = 0;     // 0 to 1
    double expected = 0;  // sample uniques that are population uniques
};

/// By Zayatz 1991: the sizes of the sample's classes are taken for those of the population's, and a
/// class of j people puts one of them into a simple random sample with chance j f (1 − f)^(j−1).
/// `class_sizes`: how many records of the sample agree, one entry a class. Too high where classes
/// of the population are larger than the sample's, which is the side to err on.
/// REQUIRES: 0 < fraction <= 1.
[[nodiscard]] PopulationUniqueness zayatz_uniqueness(std::span<const std::size_t> class_sizes,
                                                     double fraction);

/// That a record which is unique in the sample, and agrees with somebody of the population, is
/// theirs: θ = U·f / (U·f + 2 P·(1 − f)), of U uniques and P pairs (Skinner and Elliot 2002;
/// without bias under Bernoulli sampling, and without a model). 0 without uniques. REQUIRES: 0 <
/// fraction <= 1.
[[nodiscard]] double chance_of_right_match(std::size_t uniques, std::size_t pairs, double fraction);

}  // namespace mtm
