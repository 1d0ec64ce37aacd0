#pragma once

#include <cstddef>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "synthesis/coded_records.h"
#include "synthesis/marginal_tables.h"

namespace mtm {

/// What invented records are made from: released tables of questions with one answer, each question
/// a variable of its choices, "no answer" and "not asked", and what the skip logic rules out.
struct SyntheticTables {
    std::vector<int> questions;  // by variable
    MarginalTables tables;
    bool rehearsal = false;  // the tables count invented interviews
};

/// Tables of everyone asked one question, alone or by another; those that filter, cut, join or rank
/// are left aside, and so are those whose counts are not printed. A withheld cell may be anything
/// that its base admits. `interviews`: how many were counted.
[[nodiscard]] SyntheticTables synthetic_tables(const Study& study,
                                               const std::vector<Released<SafeTable>>& tables,
                                               std::size_t interviews);

/// Real interviews in the codes of the invented ones: for the attack report alone.
[[nodiscard]] CodedRecords coded_interviews(const SyntheticTables& made, const Dataset& dataset);

}  // namespace mtm
