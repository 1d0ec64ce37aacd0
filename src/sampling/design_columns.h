#pragma once

#include "estimation/sample_design.h"
#include "sampling/interview_columns.h"

namespace mtm {

/// The stages of selection that [sample] names. None where it says nothing, but one of a simple
/// random sample where the design is “as if random”. Told: interviews that have no stratum or
/// cluster, numbers of units that are none, differ within a stratum or are fewer than those
/// selected, and strata with one cluster, which alone show no variance: a warning, an error where
/// the study says lonely = "fail", nothing where it says what they add. Strata and clusters are
/// numbered over the whole stage: those of a later stage lie within one cluster of the stage
/// before, and a cluster lies within one stratum, so that clusters of one name in two are two.
[[nodiscard]] std::vector<SamplingStage> design_stages(const Study& study,
                                                       InterviewColumns& interviews,
                                                       const Place& place,
                                                       Diagnostics& diagnostics);

}  // namespace mtm
