#pragma once

#include <cstddef>
#include <vector>

#include "tabulate/table.h"

namespace mtm {

/// Cells and bases of a table that are not printed. Group 0 is everyone together.
struct Withheld {
    std::vector<std::vector<bool>> cells;  // as Table::cells
    std::vector<bool> groups;              // whose base is not printed either
};

/// Nothing of this table.
[[nodiscard]] Withheld nothing_withheld(const Table& table);

/// Everything of this table.
[[nodiscard]] Withheld all_withheld(const Table& table);

/// Whether its cells count those who are in a category.
[[nodiscard]] bool counts_people(const Table& table);

/// What must be withheld of a table for its own sake, counting people rather than rows of a repeat:
/// small counts, small complements, and as many more as it takes that no row, column or total gives
/// one of them back. What `besides` names counts as small; what `known` names was printed
/// elsewhere, so that to withhold it here would protect nobody. REQUIRES: the table has categories.
[[nodiscard]] Withheld withhold(const Table& table,
                                const Withheld& besides,
                                const Withheld& known,
                                std::size_t threshold);

}  // namespace mtm
