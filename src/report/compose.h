#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "report/document.h"
#include "report/markdown.h"
#include "study/study.h"

namespace mtm {

class ChartPress;
class RoundChanges;
struct RoundSeries;

struct ComposeOptions {
    std::string language = "en";      // BCP 47
    std::string areas_geojson;        // bytes of the study's areas file; empty: no map
    std::string area_aliases = {};    // of the study's file of other names for areas, if it has one
    ChartPress* charts = nullptr;     // without one there are tables only
    RoundChanges* changes = nullptr;  // of the same control; without one no change has a value
    /// Of the same control, for `::: rounds`; a question that has none stands alone.
    const std::vector<RoundSeries>* rounds = nullptr;
};

struct Composed {
    Document document;
    Narrative narrative;      // without conditions and loops: its figures are the document's
    Diagnostics diagnostics;  // figures and charts that could not be made
    // What is withheld so that a condition is not known or a chart not drawn as it was asked for.
    Diagnostics unknown;
    /// Of the narrative itself, beside those of the plan: what its directives change or add.
    std::vector<Released<SafeTable>> tables{};
};

/// Puts every number, table, chart and base footnote of a narrative in its place. Nothing gets
/// into the document that `control` did not release: first the tables of the plan, then those of
/// the narrative, then figures, and the sizes of bases last. Narratives of one publication share
/// the control, so that each withholds the same.
/// REQUIRES: study and narrative were checked without errors.
[[nodiscard]] Composed compose(const Study& study,
                               const Dataset& dataset,
                               const Narrative& narrative,
                               DisclosureControl& control,
                               const ComposeOptions& options);

/// A warning for each figure that a public document withholds, and for each condition that nothing
/// is known of, at its place in the narrative.
[[nodiscard]] Diagnostics withheld_figures(const Composed& composed);

}  // namespace mtm
