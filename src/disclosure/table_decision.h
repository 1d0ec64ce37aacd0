#pragma once

#include "disclosure/ledger.h"
#include "disclosure/told_sums.h"
#include "disclosure/withheld.h"

namespace mtm {

/// How a table is let out.
struct TableDecision {
    Withheld withheld;
    bool coarse = false;  // as SafeTable::coarse
};

/// A set of people whose number a table tells exactly: that of a cell, of those of a group who are
/// not in it, or of a whole group.
struct ToldCell {
    RowSet rows;
    std::size_t group = 0;
    std::size_t category = 0;  // no_category: the base of the group
};

inline constexpr std::size_t no_category = static_cast<std::size_t>(-1);

/// Those of a table so decided: bases first.
[[nodiscard]] std::vector<ToldCell> told_exactly(const Table& table, const TableDecision& decision);

/// Whom a table that was printed whole would single out: answers of few, and the others of a group
/// where those are few.
[[nodiscard]] std::vector<RowSet> few_in_cells(const Table& table, std::size_t threshold);

/// Its groups of few.
[[nodiscard]] std::vector<RowSet> few_in_bases(const Table& table, std::size_t threshold);

/// Withholds what must be withheld for the table's own sake and beside what was published. Whole
/// percentages without counts are preferred to gaps. REQUIRES: the table has categories.
[[nodiscard]] TableDecision decide_table(const Table& table,
                                         const ReleaseLedger& ledger,
                                         const ToldSums& sums);

/// The same of a table that is to be coarse whatever else is published, for numbers of people are
/// published rounded only.
[[nodiscard]] TableDecision decide_coarse_table(const Table& table, const ReleaseLedger& ledger);

/// The sums that its totals, means and ratios tell, by the group they are of.
struct ToldGroup {
    std::size_t group = 0;
    std::vector<ToldSum> sums;
};

/// Those of a table so decided, everyone first.
[[nodiscard]] std::vector<ToldGroup> sums_told(const Table& table, const TableDecision& decision);

/// Enters what its readers learn.
void publish(const Table& table, const TableDecision& decision, ReleaseLedger& ledger);

/// Enters the sums that its totals, means and ratios tell.
void publish(const Table& table, const TableDecision& decision, ToldSums& sums);

}  // namespace mtm
