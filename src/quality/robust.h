#pragma once

#include <vector>

namespace mtm {

/// A test that is made of many questions at once tells only what has a smaller probability by
/// chance, times the number of questions (Bonferroni).
inline constexpr double most_p = 0.001;

/// The middle of the numbers (mean of the two middle ones); NaN of none. NaNs must not be among
/// them.
[[nodiscard]] double median(std::vector<double> numbers);

/// Where numbers lie and how far they spread, whatever a few of them do.
struct RobustScale {
    double centre = 0;  // median
    double spread = 0;  // 1.4826 × median absolute deviation: the standard deviation of a normal
    int numbers = 0;

    /// Robust standard deviations from the centre; 0 where nothing spreads.
    [[nodiscard]] double score(double number) const;
};

/// Median and MAD (Hampel 1974; the factor makes them estimate a normal's standard deviation).
[[nodiscard]] RobustScale robust_scale(const std::vector<double>& numbers);

/// Probability of `successes` or more of `trials` where each has probability p, exact.
[[nodiscard]] double binomial_upper_tail(double successes, double trials, double p);

/// The same for `successes` or fewer.
[[nodiscard]] double binomial_lower_tail(double successes, double trials, double p);

/// Probability that a χ² variate of so many degrees of freedom is `statistic` or more.
[[nodiscard]] double chi_squared_upper_tail(double statistic, double degrees);

/// The same of an F variate.
[[nodiscard]] double f_upper_tail(double statistic, double degrees1, double degrees2);

}  // namespace mtm
