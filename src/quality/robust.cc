#include "quality/robust.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <limits>

namespace mtm {
namespace {

constexpr double sd_of_mad = 1.482602218505602;  // 1 / Φ⁻¹(3/4)

}  // namespace

double median(std::vector<double> numbers) {
    if (numbers.empty()) return std::numeric_limits<double>::quiet_NaN();
    const std::size_t half = numbers.size() / 2;
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(half);
    std::ranges::nth_element(numbers, middle);
    if (numbers.size() % 2 == 1) return *middle;
    return (*std::max_element(numbers.begin(), middle) + *middle) / 2;
}

double RobustScale::score(double number) const {
    return spread > 0 ? (number - centre) / spread : 0;
}

RobustScale robust_scale(const std::vector<double>& numbers) {
    RobustScale out;
    out.numbers = static_cast<int>(numbers.size());
    if (numbers.empty()) return out;
    out.centre = median(numbers);
    std::vector<double> distances;
    distances.reserve(numbers.size());
    for (const double number : numbers)
        distances.push_back(std::fabs(number - out.centre));
    out.spread = sd_of_mad * median(std::move(distances));
    return out;
}

double binomial_upper_tail(double successes, double trials, double p) {
    if (successes <= 0) return 1;
    if (p <= 0) return 0;
    if (p >= 1) return 1;
    const boost::math::binomial_distribution<> distribution(trials, p);
    return boost::math::cdf(boost::math::complement(distribution, successes - 1));
}

double binomial_lower_tail(double successes, double trials, double p) {
    if (successes >= trials) return 1;
    if (p <= 0) return 1;
    if (p >= 1) return 0;
    return boost::math::cdf(boost::math::binomial_distribution<>(trials, p), successes);
}

double chi_squared_upper_tail(double statistic, double degrees) {
    if (!(statistic > 0) || degrees < 1) return 1;
    return boost::math::cdf(
        boost::math::complement(boost::math::chi_squared_distribution<>(degrees), statistic));
}

double f_upper_tail(double statistic, double degrees1, double degrees2) {
    if (!(statistic > 0) || degrees1 < 1 || degrees2 < 1) return 1;
    if (std::isinf(statistic)) return 0;
    return boost::math::cdf(boost::math::complement(
        boost::math::fisher_f_distribution<>(degrees1, degrees2), statistic));
}

}  // namespace mtm
