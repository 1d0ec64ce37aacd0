#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"
#include "study/study.h"

namespace mtm {

/// The sentences of one language: [variance] of its file (docs/formats/languages.md). Fields in
/// braces are filled in by fmt.
struct VarianceWords {
    std::string_view linearization;
    std::string_view jackknife;      // {n}
    std::string_view brr;            // {n}
    std::string_view fay;            // {n} {rho}
    std::string_view bootstrap;      // {n} {seed}
    std::string_view canty_davison;  // {n} {seed}
    std::string_view calibrated;
    std::string_view usual_interval;   // {confidence}
    std::string_view chosen_interval;  // {confidence} {method}
    std::string_view student;
    std::string_view student_with;  // {df}
    std::string_view normal;
    std::string_view nothing;  // what a stratum of one unit adds
    std::string_view adjusted;
    std::string_view averaged;
    std::string_view recruited;  // {estimator}
    std::string_view volz_heckathorn;
    std::string_view gile;
    std::string_view tree;        // {n} {confidence} {form} {seed}
    std::string_view no_margins;  // {reason}
    std::string_view percentile;
    std::string_view pivotal;
    std::string_view around;
    std::string_view proportion;
};

/// How margins of error of a dataset's numbers are computed, in sentences for a methodology:
/// method, intervals, degrees of freedom; of a respondent-driven sample how it was weighted too.
/// None where there are no margins of error and no weights by recruitment.
[[nodiscard]] std::vector<std::string> variance_words(const Study& study,
                                                      const Dataset& dataset,
                                                      const VarianceWords& words);

}  // namespace mtm
