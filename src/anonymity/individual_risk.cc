#include "anonymity/individual_risk.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mtm {
namespace {

constexpr double nearly_all = 1 - 1e-12;

// E[1/F] = p ∫ s^(f−1) / (p + q s) ds over 0 … 1, the negative binomial's, for any f (Euler's form
// of the series in Franconi and Polettini 2004); with s = e^x by Simpson's rule, where it is
// smooth.
double by_integral(double f, double p) {
    const double q = 1 - p;
    const double lowest = -40 / f;  // beyond, e^(x f) is under 10^-17
    constexpr int steps = 4000;
    const double width = -lowest / steps;
    const auto at = [&](int step) {
        const double x = lowest + step * width;
        return std::exp(x * f) / (p + q * std::exp(x));
    };
    double sum = at(0) + at(steps);
    for (int step = 1; step < steps; ++step)
        sum += (step % 2 == 1 ? 4 : 2) * at(step);
    return p * sum * width / 3;
}

}  // namespace

double individual_risk(double sample, double population) {
    const double p = sample / population;
    if (p >= nearly_all) return 1 / sample;
    const double q = 1 - p;
    if (sample == 1) return p * -std::log1p(-q) / q;
    const double odds = p / q;
    constexpr double exact_below = 0.9;  // above, the difference of the two terms loses its digits
    if (sample == 2 && p < exact_below) return odds - odds * odds * std::log(1 / p);
    if (sample <= 2) return by_integral(sample, p);
    return p / (sample - (1 - p));
}

std::vector<double> individual_risks(const KeyFrequencies& frequencies) {
    std::vector<double> out;
    out.reserve(frequencies.sample.size());
    for (std::size_t record = 0; record < frequencies.sample.size(); ++record)
        out.push_back(individual_risk(frequencies.sample[record], frequencies.population[record]));
    return out;
}

std::vector<double> household_risks(std::span<const double> risks,
                                    std::span<const std::int32_t> households) {
    std::map<std::int32_t, double> unfound;
    for (std::size_t record = 0; record < risks.size(); ++record)
        unfound.emplace(households[record], 1.0).first->second *= 1 - risks[record];
    std::vector<double> out;
    out.reserve(risks.size());
    for (const std::int32_t household : households)
        out.push_back(1 - unfound.at(household));
    return out;
}

GlobalRisk global_risk(std::span<const double> risks) {
    GlobalRisk out;
    for (const double risk : risks) {
        out.expected += risk;
        out.highest = std::max(out.highest, risk);
    }
    if (!risks.empty()) out.share = out.expected / static_cast<double>(risks.size());
    return out;
}

std::size_t records_under(const KeyFrequencies& frequencies, double k) {
    return static_cast<std::size_t>(
        std::ranges::count_if(frequencies.sample, [k](double f) { return f < k; }));
}

}  // namespace mtm
