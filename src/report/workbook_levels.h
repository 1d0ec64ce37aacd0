#pragma once

#include "report/table_export.h"

namespace mtm {

/// Styles of numbers and labels in the workbook of tables, by their numbers in it.
struct LevelStyles {
    int header = 0;  // of a column
    int over = 0;    // of several
    int label = 0;   // of a row; of one within others it is `inner`
    std::vector<int> inner{};
    int heading = 0;  // of the rows below
    int percent = 0;
    int count = 0;
    int number = 0;
    int withheld = 0;
    int small = 0;
};

/// Adds to a workbook those styles that plain tables do not need.
[[nodiscard]] LevelStyles add_level_styles(WorkbookOut& workbook);

/// Writes a table with levels below what the sheet holds: heads over several columns are merged
/// cells, groups within others are indented, marks are of the formats of numbers. `sheet` need not
/// be in the workbook yet. REQUIRES: has_structure.
void add_levels(const TableExport& tables,
                const SafeTable& safe,
                const LevelStyles& styles,
                WorkbookOut& workbook,
                SheetOut& sheet);

}  // namespace mtm
