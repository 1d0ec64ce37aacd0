#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "estimation/intervals.h"

namespace mtm {

/// p values of a family of tests so that "significant at 5%" may be said of each: by Holm (1979),
/// at most one family in twenty holds a false one. What R's p.adjust(p, "holm") gives, to the last
/// places; in the order given.
[[nodiscard]] std::vector<double> adjust_holm(const std::vector<double>& p);

/// The same by Benjamini and Hochberg (1995): of those called significant, one in twenty is false
/// on average. R's p.adjust(p, "BH").
[[nodiscard]] std::vector<double> adjust_benjamini_hochberg(const std::vector<double>& p);

/// An estimate of one sample, for the comparison with that of another.
struct SampledValue {
    double value = 0;
    double standard_error = 0;
    double df = infinite_df;
};

/// `second` less `first`.
struct IndependentDifference {
    double value = 0;
    double standard_error = 0;
    double df = infinite_df;
    ConfidenceInterval interval;
    double p = 1;  // two-sided, that there is no difference
};

/// The difference of two samples that were drawn independently: the variances add up. The degrees
/// of freedom are the fewer of the two, which errs towards no difference: Satterthwaite’s
/// (1946) approximation lies between that and the sum of both. Nothing where neither varies.
/// REQUIRES: df > 0 of both; `level` of the interval is between 0 and 1.
[[nodiscard]] std::optional<IndependentDifference> independent_difference(
    const SampledValue& first, const SampledValue& second, double level = 0.95);

}  // namespace mtm
