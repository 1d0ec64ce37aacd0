#pragma once

#include "disclosure/public_records.h"

namespace mtm {

/// Takes sensitive answers out where records that are alike in all published keys give fewer than
/// `least` different ones (distinct l-diversity, Machanavajjhala et al. 2007): who knows that
/// somebody is among them would know their answer. What rests on the answer by the skip logic goes
/// with it.
///
/// What tables count and records lack is what was taken out. So of those taken out no answer is
/// more common than among all, or makes up more than half: among everybody, and among the people of
/// each value of a key or of a question that tables divide by. Where it would be, whole groups of
/// records of other answers are taken out too. `before`: the columns of sensitive questions before
/// anything was taken out of them. REQUIRES: the form of `records` still has all questions.
void diversify(PublicRecords& records, const std::vector<Column>& before, std::size_t least);

}  // namespace mtm
