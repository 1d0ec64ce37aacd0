#include "estimation/intervals.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <exception>
#include <numbers>

namespace mtm {
namespace {

// A share that is so near to 0 or 1 is that of nobody or everybody, but for rounding.
constexpr double nearest_share = 1e-12;
constexpr double most_effective_rows = 1e9;

double beta_quantile(double p, double a, double b) {
    return boost::math::quantile(boost::math::beta_distribution<double>(a, b), p);
}

// Clopper and Pearson's, of so many effective rows.
ConfidenceInterval exact_interval(double proportion, double rows, double level) {
    const double tail = (1 - level) / 2;
    const double with = rows * proportion;
    const double without = rows * (1 - proportion);
    ConfidenceInterval out{0, 1};
    // The library gives up on numbers of rows that no sample has; then nothing is known.
    try {
        if (with > 0) out.low = beta_quantile(tail, with, without + 1);
        if (without > 0) out.high = beta_quantile(1 - tail, with + 1, without);
    } catch (const std::exception&) {
        return {0, 1};
    }
    return out;
}

}  // namespace

double t_quantile(double p, double df) {
    if (std::isinf(df)) return boost::math::quantile(boost::math::normal_distribution<double>(), p);
    return boost::math::quantile(boost::math::students_t_distribution<double>(df), p);
}

double two_sided_p(double t, double df) {
    const double far = std::abs(t);
    if (std::isinf(df)) {
        return 2 * boost::math::cdf(
                       boost::math::complement(boost::math::normal_distribution<double>(), far));
    }
    return 2 * boost::math::cdf(
                   boost::math::complement(boost::math::students_t_distribution<double>(df), far));
}

ConfidenceInterval interval_of_mean(double value, double standard_error, double df, double level) {
    const double reach = t_quantile((1 + level) / 2, df) * standard_error;
    return {value - reach, value + reach};
}

std::optional<ConfidenceInterval> interval_of_proportion(const ProportionSample& sample,
                                                         IntervalMethod method,
                                                         double level) {
    const double p = std::abs(sample.proportion - std::round(sample.proportion)) < nearest_share
                         ? std::round(sample.proportion)
                         : sample.proportion;
    if (!(sample.df > 0) || sample.rows < 1) return std::nullopt;
    if (p <= 0 || p >= 1) return exact_interval(std::clamp(p, 0.0, 1.0), sample.rows, level);
    const double t = t_quantile((1 + level) / 2, sample.df);
    const double error = std::sqrt(sample.variance);
    if (sample.variance <= 0) return ConfidenceInterval{p, p};
    const double effective = p * (1 - p) / sample.variance;
    switch (method) {
        case IntervalMethod::mean:
            return ConfidenceInterval{p - t * error, p + t * error};
        case IntervalMethod::logit:
        case IntervalMethod::xlogit: {
            const double logit = std::log(p / (1 - p));
            const double reach = t * error / (p * (1 - p));
            return ConfidenceInterval{1 / (1 + std::exp(reach - logit)),
                                      1 / (1 + std::exp(-reach - logit))};
        }
        case IntervalMethod::asin: {
            const double angle = std::asin(std::sqrt(p));
            const double reach = t * error / (2 * std::sqrt(p * (1 - p)));
            const double low = std::max(angle - reach, 0.0);
            const double high = std::min(angle + reach, std::numbers::pi / 2);
            return ConfidenceInterval{std::pow(std::sin(low), 2), std::pow(std::sin(high), 2)};
        }
        case IntervalMethod::beta: {
            if (sample.rows < 2) return ConfidenceInterval{0, 1};
            const double ratio = t_quantile((1 + level) / 2, sample.rows - 1) / t;
            // Of so many rows it is the normal distribution's, and the beta's is out of reach.
            if (effective * ratio * ratio > most_effective_rows)
                return ConfidenceInterval{std::max(p - t * error, 0.0),
                                          std::min(p + t * error, 1.0)};
            return exact_interval(p, effective * ratio * ratio, level);
        }
        case IntervalMethod::wilson: {
            const double n = effective;
            const double middle = p + t * t / (2 * n);
            const double reach = t * std::sqrt(p * (1 - p) / n + t * t / (4 * n * n));
            const double divisor = 1 + t * t / n;
            return ConfidenceInterval{(middle - reach) / divisor, (middle + reach) / divisor};
        }
    }
    return std::nullopt;
}

IntervalMethod usual_interval_method(double proportion) {
    return proportion < 0.05 || proportion > 0.95 ? IntervalMethod::beta : IntervalMethod::xlogit;
}

}  // namespace mtm
