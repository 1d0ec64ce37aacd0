#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "estimation/sample_design.h"

namespace mtm {

/// What is done to the weights, one after another.
enum class WeightStep { nonresponse, post_stratify, rake, calibrate, trim };

inline constexpr std::array<std::pair<std::string_view, WeightStep>, 5> weight_steps{
    {{"nonresponse", WeightStep::nonresponse},
     {"post-stratify", WeightStep::post_stratify},
     {"rake", WeightStep::rake},
     {"calibrate", WeightStep::calibrate},
     {"trim", WeightStep::trim}}};

inline constexpr std::array<std::pair<std::string_view, CalibrationDistance>, 4>
    calibration_distances{{{"linear", CalibrationDistance::linear},
                           {"exponential", CalibrationDistance::exponential},
                           {"logit", CalibrationDistance::logit},
                           {"truncated", CalibrationDistance::truncated}}};

/// How interviews were selected: [sample] of study.toml. What names a column is one of the file's,
/// or else a question or derived variable. Lists are by stage of selection, the first stage first.
struct SampleRules {
    std::string file = {};                 // beside study.toml: a row for each place selected
    std::string place = {};                // the question that says in which, and the file's column
    std::vector<std::string> strata = {};  // columns; none: one stratum
    std::vector<std::string> clusters = {};  // columns; none: interviews were selected one by one
    std::vector<std::string> population =
        {};  // columns: units in the stratum of which some were selected

    [[nodiscard]] bool given() const {
        return !file.empty() || !place.empty() || !strata.empty() || !clusters.empty() ||
               !population.empty();
    }
};

/// How interviews are weighted: [weights] of study.toml. docs/sampling.md defines each.
struct WeightRules {
    std::string base;               // column of [sample] file, or question; empty: 1 for everyone
    std::vector<WeightStep> steps;  // in their order
    std::string nonresponse;        // CSV of people approached (variable, category, total)
    int fewest_respondents = 20;    // of a cell of non-response
    double largest_factor = 3;      // of a cell of non-response
    std::string margins;            // CSV of known totals (variable, category, total)
    bool scale_margins = false;     // other variables' totals to the sum of the first one's
    CalibrationDistance distance = CalibrationDistance::linear;
    double lower = 0;  // bounds of a calibrated weight over the one before
    double upper = 0;
    double trim = 0;  // most times the median weight; 0: no trimming

    [[nodiscard]] bool given() const {
        return !base.empty() || !steps.empty() || !margins.empty() || !nonresponse.empty();
    }
};

}  // namespace mtm
