#pragma once

#include <string>
#include <vector>

#include "report/table_export.h"

namespace mtm {

/// The records of tables.csv of a package, one for each cell of every released table, with the
/// codes of SDMX that say what a number is; the first names the columns. Columns are those of `mtm
/// tables` under names of their own, and
/// - OBS_STATUS (CL_OBS_STATUS): A normal, U low reliability, Q suppressed, M there is no number;
/// - CONF_STATUS (CL_CONF_STATUS): F free, C confidential. Which cells were withheld for themselves
///   and which for others is not told.
[[nodiscard]] std::vector<std::vector<std::string>> released_table_records(
    const TableExport& tables);

/// The same as a file.
[[nodiscard]] std::string released_tables_csv(const TableExport& tables);

}  // namespace mtm
