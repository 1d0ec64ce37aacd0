#pragma once

#include <vector>

#include "attack/attack.h"
#include "attack/rebuilt_counts.h"

namespace mtm {

/// Holds what is to be public against all that is public of the round already: counts and answers
/// that differ by few, records that came or went, and what all publications of the same interviews
/// tell together. `figures` and `records` are those of this publication, `now` its counts. Errors:
/// tables of before cannot be read.
[[nodiscard]] Result<AttackOutcome> difference_outcome(const AttackedTables& now,
                                                       const std::vector<PublicFigure>& figures,
                                                       const std::vector<EarlierRecords>& records,
                                                       const AttackKnowledge& knowledge,
                                                       int threshold);

}  // namespace mtm
