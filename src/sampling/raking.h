#pragma once

#include <span>

#include "sampling/margins.h"

namespace mtm {

/// Post-stratification (Holt and Smith 1979): in each category, weights are multiplied by its total
/// over the sum of its weights. A category of people in which nobody was interviewed is a gap.
/// REQUIRES: as many weights as codes; weights are 0 or more.
[[nodiscard]] CalibratedWeights post_stratify(std::span<const double> weights,
                                              const CodedMargin& margin);

/// Raking, or iterative proportional fitting (Deming and Stephan 1940): post-stratification on each
/// margin in turn until all hold. It works on cells, the combinations of categories that occur, not
/// on rows: a round over four margins of a million interviews takes as long as one over a few
/// thousand. Weights of one cell keep their ratios. The margins' totals must have one sum, or they
/// cannot all hold.
/// REQUIRES: as post_stratify().
[[nodiscard]] CalibratedWeights rake(std::span<const double> weights,
                                     std::span<const CodedMargin> margins,
                                     const IterationRule& rule = {});

/// The totals that weights do not meet: by more than `tolerance` of themselves (of one person where
/// nobody is wanted), the largest first.
[[nodiscard]] std::vector<MarginGap> gaps_of(std::span<const double> weights,
                                             std::span<const CodedMargin> margins,
                                             std::span<const NumericMargin> numbers,
                                             double tolerance);

}  // namespace mtm
