#pragma once

#include <limits>
#include <optional>

namespace mtm {

/// Degrees of freedom of the normal distribution.
inline constexpr double infinite_df = std::numeric_limits<double>::infinity();

/// How the interval of a proportion is made.
enum class IntervalMethod { mean, logit, xlogit, beta, asin, wilson };

struct ConfidenceInterval {
    double low = 0;
    double high = 0;

    bool operator==(const ConfidenceInterval&) const = default;
};

/// Value of Student's t (of the normal where `df` is infinite) that a share `p` lies below.
/// REQUIRES: 0 < p < 1, df > 0.
[[nodiscard]] double t_quantile(double p, double df);

/// Share of Student's t that is at least so far from 0.
[[nodiscard]] double two_sided_p(double t, double df);

/// value ± t × standard error.
[[nodiscard]] ConfidenceInterval interval_of_mean(double value,
                                                  double standard_error,
                                                  double df,
                                                  double level = 0.95);

struct ProportionSample {
    double proportion = 0;  // 0 to 1
    double variance = 0;
    double df = infinite_df;
    double rows = 0;  // of the domain: "beta" alone needs it
};

/// The interval of a proportion, within 0 and 1 but for `mean`. The formulas are those of R's
/// svyciprop: `logit` and `xlogit` are the logit's interval (Korn and Graubard 1999, 2.3; they
/// differ only by how R iterates), `asin` that of the variance-stabilising transformation, `beta`
/// that of Clopper and Pearson with the effective number of rows (Korn and Graubard 1998), `wilson`
/// Wilson's (1927) with it. Of a proportion of 0 or 1 nothing is known but by `beta` with as many
/// effective rows as rows, whatever the method. Nothing where there is no degree of freedom or no
/// row.
[[nodiscard]] std::optional<ConfidenceInterval> interval_of_proportion(
    const ProportionSample& sample, IntervalMethod method, double level = 0.95);

/// The method that MTM uses unless told otherwise: xlogit, beta outside 5–95%.
[[nodiscard]] IntervalMethod usual_interval_method(double proportion);

}  // namespace mtm
