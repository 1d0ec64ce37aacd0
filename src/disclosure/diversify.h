#pragma once

#include "disclosure/public_records.h"

namespace mtm {

/// Takes sensitive answers out of a level where rows that are alike in all that somebody can know
/// of them (`groups`: a number by row) give fewer than `least` different ones (distinct
/// l-diversity, Machanavajjhala et al. 2007): who knows that somebody is among them would know
/// their answer. What rests on the answer by the skip logic goes with it.
///
/// What tables count and records lack is what was taken out. So of those taken out no answer is
/// more common than among all, or makes up more than half: among everybody, and among the people of
/// each value of a key or of a question that tables divide by. Where it would be, whole groups of
/// records of other answers are taken out too. `before`: the columns of sensitive questions before
/// anything was taken out of them, rows that are withheld among it. REQUIRES: the form of `records`
/// still has all questions, and what rests on an answer lies in the same level.
void diversify(PublicRecords& records,
               std::size_t level,
               const std::vector<Column>& before,
               std::size_t least,
               const std::vector<std::int32_t>& groups);

}  // namespace mtm
