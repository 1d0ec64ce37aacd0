#pragma once

#include <vector>

#include "rounds/round_changes.h"

namespace mtm {

/// Which of these changes, "change(percent(…), '')", are worth a sentence, an entry each: the
/// number may leave, does not round to 0, and is beyond chance. Where the samples give a test, it
/// is the study's, corrected for all of them. Where they do not, both rounds are taken as if they
/// were drawn at random, which is a yardstick for what to tell of the people interviewed and no
/// inference: Holm at 5%, and at least five points.
[[nodiscard]] std::vector<bool> changes_worth_telling(const std::vector<Expression>& changes,
                                                      RoundChanges& rounds);

}  // namespace mtm
