#pragma once

#include "disclosure/ledger.h"
#include "disclosure/withheld.h"

namespace mtm {

/// How a table is let out.
struct TableDecision {
    Withheld withheld;
    bool coarse = false;  // as SafeTable::coarse
};

/// Withholds what must be withheld for the table's own sake and beside what was published. Whole
/// percentages without counts are preferred to gaps. REQUIRES: the table has categories.
[[nodiscard]] TableDecision decide_table(const Table& table, const ReleaseLedger& ledger);

/// The same of a table that is to be coarse whatever else is published, for numbers of people are
/// published rounded only.
[[nodiscard]] TableDecision decide_coarse_table(const Table& table, const ReleaseLedger& ledger);

/// Enters what its readers learn.
void publish(const Table& table, const TableDecision& decision, ReleaseLedger& ledger);

}  // namespace mtm
