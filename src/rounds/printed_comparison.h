#pragma once

#include "rounds/comparison.h"
#include "rounds/previous_round.h"

namespace mtm {

/// This round beside what the previous one printed: every category of a closed question or derived
/// variable, and every mean, of which a row of its published figures tells, of the same base and
/// without a filter. This round's answers are recoded as [compare] says; a question of which that
/// leaves printed choices apart is not compared. Differences are whole, of this round's unrounded
/// values; nothing is tested, for print says nothing of what it rests on; and no change is divided
/// into mix and within. REQUIRES: previous.printed has rows.
[[nodiscard]] RoundComparison compare_with_print(const PreviousRound& previous,
                                                 const PublishedRound& now);

}  // namespace mtm
