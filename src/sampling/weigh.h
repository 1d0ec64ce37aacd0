#pragma once

#include <string>
#include <vector>

#include "estimation/sample_design.h"
#include "sampling/interview_columns.h"
#include "sampling/weight_summary.h"

namespace mtm {

/// The files that [sample] and [weights] of study.toml name; null where they name none.
struct WeightFiles {
    const NamedTable* places = nullptr;       // [sample] file
    const NamedTable* margins = nullptr;      // [weights] margins
    const NamedTable* nonresponse = nullptr;  // [weights] nonresponse
};

/// What the weights were like after a step.
struct WeightStage {
    std::string what;  // in words: "base weights", "raking to sex and region, 7 rounds"
    WeightSummary summary;
};

/// A known total, and what the weights make of it.
struct MarginLine {
    std::string variable;
    std::string category;  // empty for a number's
    double total = 0;
    std::size_t interviews = 0;
    double before = 0;  // by base weights
    double after = 0;
};

/// The counted interviews with their weights. Without weights where a diagnostic is an error.
struct WeighedInterviews {
    SampleDesign design;              // rows are those of level 0
    std::vector<WeightStage> stages;  // the base weights, then each step
    std::vector<MarginLine> margins;
    std::vector<std::string> words;  // of the method, in sentences for a methodology section
    Diagnostics diagnostics;
};

/// Weights of the counted interviews as [weights] says: base weights, then its steps in their
/// order. `place` is that of study.toml. Weights are finite and over 0, or there are none: every
/// mistake is told with its place and remedy, all of one stage at once.
[[nodiscard]] WeighedInterviews weigh(const Study& study,
                                      const Dataset& dataset,
                                      const WeightFiles& files,
                                      const Place& place);

}  // namespace mtm
