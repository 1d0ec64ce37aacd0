#pragma once

#include <span>

#include "sampling/margins.h"
#include "study/weighting.h"

namespace mtm {

/// REQUIRES of logit and truncated: 0 <= lower < 1 < upper.
struct CalibrationRule {
    CalibrationDistance distance = CalibrationDistance::linear;
    double lower = 0;
    double upper = 0;
    IterationRule iterations{.tolerance = 1e-12, .most = 100};
};

/// Weights w F(x'λ), as near to `weights` as the totals of all margins allow: Σ w F(x'λ) x = X,
/// solved for λ by Newton's method with halved steps. x holds a column for each category (but the
/// first ones of the second and later margins, which follow from the others, since the totals of
/// margins have one sum) and for each number. What depends linearly on other columns is no harm as
/// long as its total agrees.
/// REQUIRES: as many weights as codes and values; weights are 0 or more; a margin or a number.
[[nodiscard]] CalibratedWeights calibrate(std::span<const double> weights,
                                          std::span<const CodedMargin> margins,
                                          std::span<const NumericMargin> numbers,
                                          const CalibrationRule& rule);

}  // namespace mtm
