#pragma once

#include "base/result.h"
#include "dataset/dataset.h"
#include "expression/node.h"
#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// One figure less another of the same interviews, with the standard error that their common sample
/// gives it: the variance of the difference of their linearised values (Särndal, Swensson and
/// Wretman 1992, 5.5), so that figures of the same clusters are not taken for independent. The
/// degrees of freedom are those of the rows in either base; the interval (95%) is value ± t·SE.
/// `a` and `b` are calls of percent(), share() or mean() outside repeats; of anything else, and
/// without a design, the estimate says why it has no interval.
/// REQUIRES: both were checked without errors.
[[nodiscard]] Estimate difference_of_figures(const Study& study,
                                             const Dataset& dataset,
                                             const Node& a,
                                             const Node& b);

}  // namespace mtm
