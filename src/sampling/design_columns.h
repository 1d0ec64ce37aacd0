#pragma once

#include "sampling/interview_columns.h"
#include "sampling/survey_design.h"

namespace mtm {

/// The stages of selection that [sample] names. None where it says nothing, but one of a simple
/// random sample where the design is “as if random”. Told: interviews that have no stratum or
/// cluster, numbers of units that are none, differ within a stratum or are fewer than those
/// selected, and (warning) strata with one cluster, which alone show no variance.
[[nodiscard]] std::vector<DesignStage> design_stages(const Study& study,
                                                     InterviewColumns& interviews,
                                                     const Place& place,
                                                     Diagnostics& diagnostics);

}  // namespace mtm
