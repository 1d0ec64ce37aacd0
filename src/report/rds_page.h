#pragma once

#include <string>
#include <vector>

#include "chart/press.h"
#include "dataset/dataset.h"
#include "sampling/rds_analysis.h"
#include "study/study.h"

namespace mtm {

/// The analysis of a respondent-driven sample as one HTML file for the study's team: waves and
/// chains, estimates, homophily, and for each question how its estimate grew with the sample and
/// with each seed's chain. Estimates are those of the internal edition: nothing is withheld, and
/// the page says so. No coupon and no id is on it. `now` is a date in words. An error is what the
/// charts' library has against a chart.
[[nodiscard]] Result<std::string> rds_page(const Study& study,
                                           const Dataset& dataset,
                                           const RdsAnalysis& analysis,
                                           ChartPress& charts,
                                           const std::string& now);

/// The same for a terminal: the tree, and the estimates with their intervals.
[[nodiscard]] std::string rds_text(const RdsAnalysis& analysis);

/// The same for a program: a JSON object a line for each answer: question, choice and
/// answer (not of a number's mean), value and the rest in per cent (a mean in its own unit), n,
/// base, in_sample, se, low, high, design_effect (null where there is none), estimator, bootstrap,
/// and rehearsal where the interviews are invented.
[[nodiscard]] std::string rds_json(const Dataset& dataset, const RdsAnalysis& analysis);

/// A CSV of the interviews' weights, for other programs: instanceID, wave, network size as used,
/// weight. It does not tell who recruited whom. A line of the rehearsal mark goes first where the
/// interviews are invented.
[[nodiscard]] std::string rds_weights_csv(const Dataset& dataset, const RdsAnalysis& analysis);

}  // namespace mtm
