#include "sampling/sample_size.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace mtm {
namespace {

// The quantile of the standard normal distribution that an interval of that confidence ends at.
double normal_quantile(double confidence) {
    return std::sqrt(2.0) * boost::math::erf_inv(confidence);
}

Result<Done> check(const PrecisionWanted& wanted) {
    if (!(wanted.margin > 0)) return Error{"the margin of error must be over 0"};
    if (!(wanted.confidence > 0 && wanted.confidence < 1))
        return Error{"the confidence must be between 0 and 100 per cent"};
    if (!(wanted.design_effect > 0 && wanted.design_effect < 1000))
        return Error{"the design effect must be over 0"};
    if (!(wanted.response > 0 && wanted.response <= 1))
        return Error{"the response must be over 0 and at most 100 per cent"};
    if (!(wanted.population == 0 || wanted.population > 1))
        return Error{"the population must be over 1"};
    return Done{};
}

// A share of people is one of whole people: the variance is that of dividing by N - 1.
double variance_of(double proportion, double population) {
    const double variance = proportion * (1 - proportion);
    return population > 1 ? variance * population / (population - 1) : variance;
}

Result<SampleSize> size_for(const PrecisionWanted& wanted, double variance) {
    const double z = normal_quantile(wanted.confidence);
    SampleSize out;
    out.simple = z * z * variance / (wanted.margin * wanted.margin);
    double needed = wanted.design_effect * out.simple;
    if (wanted.population > 0) needed /= 1 + needed / wanted.population;
    if (!(needed < 1e8)) return Error{"so precise an estimate takes over 100 million interviews"};
    // A rounding error over a whole number is that number.
    out.interviews = static_cast<int>(std::ceil(needed - 1e-9));
    out.approached = static_cast<int>(std::ceil(out.interviews / wanted.response - 1e-9));
    return out;
}

}  // namespace

Result<SampleSize> sample_size_for_proportion(const PrecisionWanted& wanted, double proportion) {
    TRY(check(wanted));
    if (!(proportion > 0 && proportion < 1))
        return Error{"the proportion must be between 0 and 100 per cent"};
    return size_for(wanted, variance_of(proportion, wanted.population));
}

Result<SampleSize> sample_size_for_mean(const PrecisionWanted& wanted, double deviation) {
    TRY(check(wanted));
    if (!(deviation > 0 && std::isfinite(deviation)))
        return Error{"the standard deviation must be over 0"};
    return size_for(wanted, deviation * deviation);
}

double margin_of_proportion(int interviews, const PrecisionWanted& wanted, double proportion) {
    const double n = interviews;
    const double left = wanted.population > 0 ? std::max(0.0, 1 - n / wanted.population) : 1;
    return normal_quantile(wanted.confidence) *
           std::sqrt(wanted.design_effect * left * variance_of(proportion, wanted.population) / n);
}

}  // namespace mtm
