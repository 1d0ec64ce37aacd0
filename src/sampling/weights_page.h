#pragma once

#include <string>

#include "sampling/weigh.h"

namespace mtm {

/// The weights as one HTML file for the study's team: how they came about, what they are like, what
/// they cost, whom they rest on, and the margins before and after. `now` is a date in words.
[[nodiscard]] std::string weights_page(const Study& study,
                                       const Dataset& dataset,
                                       const WeighedInterviews& weighed,
                                       const std::string& now);

/// The same for programs: instance, weight and, for each stage of selection, stratum and cluster.
[[nodiscard]] std::string weights_csv(const Dataset& dataset, const SampleDesign& design);

}  // namespace mtm
