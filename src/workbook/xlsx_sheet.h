#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/archive.h"
#include "workbook/cell_value.h"
#include "workbook/cells.h"

namespace mtm {

/// What the cells of all sheets may still use up of ReadLimits.
struct CellBudget {
    std::size_t cells = 0;
    std::size_t text_bytes = 0;
};

/// Writes into `sheet` unless that would need more than `budget` has left; false then. Rows and
/// cells left empty on the way to a far place are counted too.
[[nodiscard]] bool set_within(CellBudget& budget, Sheet& sheet, int row, int column, Cell cell);

/// What the cells of a sheet refer to.
struct XlsxTables {
    DateSystem dates = DateSystem::from_1900;
    std::vector<NumberLook> looks;
    std::vector<std::string> strings;
};

/// Reads the cells and merged ranges of one worksheet part. Rows and cells that do not say where
/// they are stand after the one before; what <dimension> claims is not looked at.
Status read_xlsx_sheet(Archive& archive,
                       std::string_view part,
                       const XlsxTables& tables,
                       CellBudget& budget,
                       Sheet& sheet);

/// Row and column of "C12", both from 0; columns of 16,384 and rows of 1,048,576 at most.
struct CellPlace {
    int row = -1;
    int column = -1;
};

/// A place with row -1 if `text` is no name of a cell. Dollar signs are allowed.
[[nodiscard]] CellPlace parse_cell_name(std::string_view text);

}  // namespace mtm
