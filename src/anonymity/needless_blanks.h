#pragma once

#include "anonymity/suppression_problem.h"

namespace mtm {

/// Gives back blanks that later ones made needless, where a blank agrees with every value: one
/// after another, those that cost most first, each if every record still agrees with k without it.
/// `original`: the entries' patterns before the search. Every blank is held against every entry;
/// where that is more than so much work (500 million comparisons), nothing is done.
void give_back_needless(const SuppressionProblem& problem,
                        const PackedPatterns& original,
                        KeySet within,
                        SuppressionEntries& entries);

}  // namespace mtm
