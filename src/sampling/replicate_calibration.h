#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "estimation/replicate_variance.h"
#include "estimation/sample_design.h"

namespace mtm {

/// Replicates of a sample whose weights were brought to known totals: the weights before the first
/// adjustment are multiplied, and each replicate is brought to the same totals again, step by step
/// (as R's postStratify, rake and calibrate do of replicate designs). What was done between two
/// adjustments, such as trimming, multiplies each weight as it did in the sample. Before a
/// calibration a replicate's weights are brought to the number of people where the sample's were,
/// so that bounds mean the same in it. Without adjustments: the replicates as they are. A replicate
/// that cannot meet the totals, since nobody of a category was drawn or bounds do not allow it, is
/// left out, and a warning tells how many were and why; an error if fewer than half are left.
/// REQUIRES: `replicates` are of `design`.
struct CalibratedReplicates {
    std::shared_ptr<const ReplicateVariance> replicates;  // null with an error
    Diagnostics diagnostics;
};

[[nodiscard]] CalibratedReplicates calibrate_replicates(const SampleDesign& design,
                                                        const ReplicateWeights& replicates);

}  // namespace mtm
