#pragma once

#include "base/diagnostic.h"
#include "tabulate/table.h"

namespace mtm {

/// Every table of the plan, in its order. Categories are in the order of the choice list; blank
/// answers, “I do not know” and “I do not want to answer” have rows of their own and stay in the
/// base. REQUIRES: the study was checked without errors.
[[nodiscard]] std::vector<Table> tabulate(const Study& study, const Dataset& dataset);

/// One table.
[[nodiscard]] Table tabulate(const Study& study, const Dataset& dataset, const TableSpec& spec);

}  // namespace mtm
