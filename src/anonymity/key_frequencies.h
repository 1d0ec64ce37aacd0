#pragma once

#include <vector>

#include "anonymity/key_table.h"
#include "base/result.h"

namespace mtm {

/// By record: with how many records it agrees in all keys, itself included, and for how many people
/// of the population those stand (the sum of their weights): f_k and F_k of the literature.
struct KeyFrequencies {
    std::vector<double> sample;
    std::vector<double> population;
};

/// Frequencies of keys in which a missing value agrees with every value, as sdcMicro's freqCalc
/// counts them: a record with a gap, unless it is equal to this one gaps and all, counts `alpha`
/// (1: wholly; 0: not at all). Sums do not depend on the machine. An error as of
/// PackedPatterns::create.
[[nodiscard]] Result<KeyFrequencies> key_frequencies(const KeyTable& table, double alpha = 1);

}  // namespace mtm
