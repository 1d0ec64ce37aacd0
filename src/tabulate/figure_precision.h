#pragma once

#include <span>

#include "base/result.h"
#include "expression/node.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"

namespace mtm {

/// Standard error and interval of a figure's arithmetic, from how its aggregates vary: by the delta
/// method over the interviews that they share (as R's svycontrast), or from its value in each
/// replicate. Degrees of freedom are the fewest of the parts. A straight line in one aggregate
/// (`100 - percent(…)`) has the limits of that aggregate; other percentages between 0 and 100 have
/// limits as proportions have; all else the number ± t × its standard error. An error says why
/// there is none: an aggregate that has none itself, or arithmetic that jumps.
/// REQUIRES: `precision.has_errors()`; `parts` and `variations` are of the aggregates of `root`, in
/// their order.
[[nodiscard]] Status describe_arithmetic(const Precision& precision,
                                         const Node& root,
                                         std::span<const FigurePart> parts,
                                         std::span<const Variation> variations,
                                         FigureUnit unit,
                                         Estimate& estimate);

}  // namespace mtm
