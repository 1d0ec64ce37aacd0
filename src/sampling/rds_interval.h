#pragma once

#include <optional>
#include <span>
#include <vector>

#include "study/respondent_driven.h"

namespace mtm {

/// How uncertain an estimate is, as a bootstrap tells.
struct RdsInterval {
    double standard_error = 0;
    double low = 0;
    double high = 0;
    std::optional<double> design_effect;  // of a share strictly between 0 and 1
    std::size_t replicates = 0;           // that gave an estimate

    bool operator==(const RdsInterval&) const = default;
};

struct RdsIntervalOptions {
    RdsIntervalForm form = RdsIntervalForm::normal;
    double confidence = 0.95;
    bool share = true;      // between 0 and 1; false for a mean
    double n = 0;           // of the base
    double population = 0;  // 0: not known, and taken to be endless
};

/// As [respondent_driven] of a study wants the intervals of a share (of a mean: `share` false) of a
/// base of n. Intervals of the tree bootstrap are percentile ones unless the study says otherwise,
/// as Baraff, McCormick and Raftery recommend.
[[nodiscard]] RdsIntervalOptions rds_interval_options(const RespondentDrivenRules& rules,
                                                      bool share,
                                                      std::size_t n);

/// Of a share of n people drawn at random without replacement: p(1−p)/n · (N−n)/(N−1), without the
/// last factor where `population` (N) is not known (0).
[[nodiscard]] double variance_of_simple_sample(double share, double n, double population);

/// Standard deviation of the replicates and an interval of the form asked for:
/// normal: estimate ± z·s.e.; percentile: quantiles of the replicates (R's type 7); pivotal: twice
/// the estimate less those; proportion: as normal, or as percentile where the estimate lies under
/// 0.15 or a limit outside 0 … 1, then cut at these (R's RDS); `automatic` is proportion for shares
/// and normal for means. Only `proportion` keeps a normal limit of a share within 0 … 1. The design
/// effect is s.e.² / [(N−n)/(N−1) · p(1−p)/n]. Absent with fewer than two replicates, and where all
/// are the same: a bootstrap knows nothing of an answer that everybody gave.
[[nodiscard]] std::optional<RdsInterval> rds_interval(double estimate,
                                                      std::vector<double> replicates,
                                                      const RdsIntervalOptions& options);

}  // namespace mtm
