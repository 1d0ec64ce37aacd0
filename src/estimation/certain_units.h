#pragma once

#include "estimation/sample_design.h"

namespace mtm {

/// The design with units that could not but be selected opened: where all units of a first-stage
/// stratum are in the sample, what was selected within each is its first stage, since that alone
/// could have come out otherwise (self-representing units, as users of R's survey describe them).
/// Each such unit becomes a stratum of its own, of the name that its stratum had, so that it has
/// degrees of freedom; nothing else changes, variances least of all, but that units within which
/// one alone was selected are lonely now. Of a design of one stage there is nothing to open.
/// REQUIRES: stages describe the same rows as the weights.
[[nodiscard]] SampleDesign open_certain_units(SampleDesign design);

}  // namespace mtm
