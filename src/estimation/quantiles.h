#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "estimation/intervals.h"
#include "estimation/linearization.h"

namespace mtm {

/// Where a quantile lies if a share of the weights is exactly reached: at that number (`math`,
/// hf1), or halfway to the next (`school`, hf2: the median of an even number). Hyndman and Fan
/// 1996.
enum class QuantileRule { math, school };

/// The least number that at least a share `p` of the weights does not exceed. Nothing if no row has
/// a weight. `p` of 0 or less gives the least number, of 1 or more the largest. (R's survey gives
/// the second number for a share that is less than the first row's.)
[[nodiscard]] std::optional<double> weighted_quantile(std::span<const double> x,
                                                      std::span<const double> weights,
                                                      double p,
                                                      QuantileRule rule = QuantileRule::math,
                                                      std::span<const std::uint8_t> domain = {});

struct QuantileEstimate {
    double value = 0;
    std::optional<ConfidenceInterval> interval;  // absent where its share lies outside 0 to 1
    std::optional<double> standard_error;        // from the width of the interval
};

/// Limits of the share of those whose entry is 1, of a domain; nothing where there are none.
using ShareLimits =
    std::function<std::optional<ConfidenceInterval>(std::span<const double> is_below)>;

/// A quantile with Woodruff's interval (1952) by whatever limits shares have. `t` is the quantile
/// of Student's t by which the width of an interval becomes a standard error.
[[nodiscard]] std::optional<QuantileEstimate> estimate_quantile(
    std::span<const double> weights,
    std::span<const double> x,
    double p,
    double t,
    QuantileRule rule,
    std::span<const std::uint8_t> domain,
    const ShareLimits& limits);

/// A quantile with Woodruff's interval (1952): the interval of the share of those who are not above
/// it, read back as quantiles; as R's svyquantile since survey 4.1. `df` is that of the domain.
[[nodiscard]] std::optional<QuantileEstimate> estimate_quantile(
    const TaylorVariance& design,
    std::span<const double> x,
    double p,
    double df,
    IntervalMethod method = IntervalMethod::mean,
    QuantileRule rule = QuantileRule::math,
    std::span<const std::uint8_t> domain = {},
    double level = 0.95);

}  // namespace mtm
