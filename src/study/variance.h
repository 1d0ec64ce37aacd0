#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "estimation/intervals.h"
#include "estimation/sample_design.h"

namespace mtm {

/// How it is computed how far an estimate may lie from the truth: docs/variance.md.
enum class VarianceMethod {
    linearization,
    jackknife,  // within strata (JKn), or of all units (JK1) where there are no strata
    brr,
    fay,
    bootstrap,     // of n − 1 units of a stratum's n (Rao and Wu 1988)
    canty_davison  // of n of them (Canty and Davison 1999)
};

inline constexpr std::array<std::pair<std::string_view, VarianceMethod>, 6> variance_methods{
    {{"linearization", VarianceMethod::linearization},
     {"jackknife", VarianceMethod::jackknife},
     {"brr", VarianceMethod::brr},
     {"fay", VarianceMethod::fay},
     {"bootstrap", VarianceMethod::bootstrap},
     {"canty-davison", VarianceMethod::canty_davison}}};

/// The names of R's option survey.lonely.psu.
inline constexpr std::array<std::pair<std::string_view, LonelyUnits>, 5> lonely_rules{
    {{"fail", LonelyUnits::fail},
     {"remove", LonelyUnits::certainty},
     {"certainty", LonelyUnits::certainty},
     {"adjust", LonelyUnits::adjust},
     {"average", LonelyUnits::average}}};

inline constexpr std::array<std::pair<std::string_view, IntervalMethod>, 6> interval_methods{
    {{"mean", IntervalMethod::mean},
     {"logit", IntervalMethod::logit},
     {"xlogit", IntervalMethod::xlogit},
     {"beta", IntervalMethod::beta},
     {"asin", IntervalMethod::asin},
     {"wilson", IntervalMethod::wilson}}};

/// How the uncertainty of a study's numbers is computed: [variance] of study.toml, whose format is
/// in docs/formats/study.md.
struct VarianceRules {
    VarianceMethod method = VarianceMethod::linearization;
    int replicates = 1000;  // of the bootstraps
    int seed = 1;           // of the bootstraps
    double rho = 0.3;       // of fay
    /// Nothing: strata of one unit are told of, and add as much as the others on average.
    std::optional<LonelyUnits> lonely = {};
    /// Of proportions. Nothing: xlogit, and beta outside 5 to 95 per cent.
    std::optional<IntervalMethod> interval = {};
    /// Degrees of freedom of every interval, infinity for the normal distribution. Nothing: those
    /// of the design, by the rows that an estimate is of.
    std::optional<double> df = {};
    double confidence = 95;  // per cent

    [[nodiscard]] bool by_replicates() const { return method != VarianceMethod::linearization; }

    [[nodiscard]] double level() const { return confidence / 100; }
};

}  // namespace mtm
