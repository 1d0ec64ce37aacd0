#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/mark_rules.h"
#include "tabulate/table.h"

namespace mtm {

/// A group of its row that a cell is significantly greater than.
struct GreaterThan {
    std::size_t group = 0;
    bool at_5 = true;  // at 5%, not only at 10%

    bool operator==(const GreaterThan&) const = default;
};

/// The letters of a table's columns, as survey houses print them: A for the first group after
/// everyone together, AA after Z.
struct ColumnLetters {
    std::vector<std::string> names;                            // of each group; none of everyone
    std::vector<std::vector<std::vector<GreaterThan>>> cells;  // as Table::cells

    /// "A C": the columns that the cell is greater than; in lower case those at 10% alone.
    [[nodiscard]] std::string text(std::size_t group, std::size_t category) const;
};

/// From the contrasts that a table holds, as it was released: so no letter depends on a number that
/// was withheld. Holm's correction over the tests of a row. Nothing where no two columns were
/// tested.
[[nodiscard]] std::optional<ColumnLetters> column_letters(const Table& table,
                                                          const MarkRules& rules);

}  // namespace mtm
