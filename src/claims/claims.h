#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "dataset/dataset.h"
#include "report/document.h"
#include "rounds/round_changes.h"
#include "study/study.h"

namespace mtm {

/// Warnings for what the text of a report says of its numbers and the data do not: words of shares
/// ("majority", "nearly half", "one in three"), of changes, of comparisons and of ranks; a share of
/// some printed as a share of all, or of the others; numbers typed by hand; titles of charts. Each
/// with its line and remedy; what every word means is in docs/claims.md. Nothing is said in
/// languages whose words are not known (claim_lexicon.h).
/// `changes`: those that the document tells; without them they are not judged.
/// REQUIRES: the document was composed from the narrative `file` over this dataset.
[[nodiscard]] Diagnostics check_claims(const Study& study,
                                       const Dataset& dataset,
                                       const Document& document,
                                       const std::string& file,
                                       const RoundChanges* changes = nullptr);

/// The codes that these warnings can have.
[[nodiscard]] std::vector<std::string> claim_codes();

}  // namespace mtm
