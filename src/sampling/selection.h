#pragma once

#include <span>
#include <vector>

#include "base/random.h"

namespace mtm {

/// Chances of selection in proportion to size that add to `n`: n x / Σx, where what would be 1 or
/// more is 1 (selected with certainty) and the rest is computed anew. Without size, 0.
/// REQUIRES: sizes are finite and 0 or more, at least n of them over 0.
[[nodiscard]] std::vector<double> inclusion_probabilities(std::span<const double> sizes, int n);

/// Systematic selection with given chances (Madow 1949): unit k is selected where one of start,
/// start + 1, … lies between the sums of chances before and with it. As many are selected as the
/// chances add to, if that is a whole number; the order of the units is an implicit stratification.
/// REQUIRES: 0 <= start < 1; chances are 0 … 1.
[[nodiscard]] std::vector<std::size_t> select_systematically(std::span<const double> probabilities,
                                                             double start);

/// A simple random sample of n of `units`, without replacement, in order. REQUIRES: n <= units.
[[nodiscard]] std::vector<std::size_t> select_simply(std::size_t units,
                                                     std::size_t n,
                                                     Random& random);

}  // namespace mtm
