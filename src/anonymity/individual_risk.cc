#include "anonymity/individual_risk.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mtm {
namespace {

constexpr double nearly_all = 1 - 1e-12;

// E[1/F] = p/f · 2F1(1, 1; f+1; 1−p), the negative binomial's, for any f: Pfaff's transformation of
// the series in Franconi and Polettini 2004.
double by_series(double f, double p) {
    const double q = 1 - p;
    double term = 1;
    double sum = 1;
    for (double n = 1; n < 1e7 && term > sum * 1e-17; ++n) {
        term *= q * n / (f + n);
        sum += term;
    }
    return p / f * sum;
}

}  // namespace

double individual_risk(double sample, double population) {
    const double p = sample / population;
    if (p >= nearly_all) return 1 / sample;
    const double odds = p / (1 - p);
    if (sample == 1) return odds * std::log(1 / p);
    if (sample == 2) return odds - odds * odds * std::log(1 / p);
    if (sample < 2) return by_series(sample, p);
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
