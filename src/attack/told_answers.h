#pragma once

#include "attack/link.h"
#include "attack/public_system.h"

namespace mtm {

/// Puts into the blanks of the records what their other answers tell by the public form: who was
/// asked something, or was offered a choice, gave the answer because of which that was so. Only
/// answers that the people or the column have are put there: of a column that was made coarser
/// nothing is concluded.
void fill_what_is_told(PublicCsv& records,
                       const std::vector<TellingAnswer>& tells,
                       const LinkageKnowledge& people);

}  // namespace mtm
