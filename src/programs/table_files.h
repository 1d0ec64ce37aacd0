#pragma once

#include <string>
#include <vector>

#include "report/table_export.h"

namespace mtm {

/// The tables of the plan, tested where the sample allows it.
[[nodiscard]] std::vector<Table> counted_tables(const Study& study, const Dataset& dataset);

/// The tables of a study for files, in the first language of the report.
[[nodiscard]] TableExport table_export_of(const Study& study,
                                          const Dataset& dataset,
                                          const std::vector<Released<SafeTable>>& tables,
                                          Edition edition);

/// "tables-internal-as-of-2024-05-14": what files of tables are named by default.
[[nodiscard]] std::string tables_stem(const Dataset& dataset, Edition edition);

}  // namespace mtm
