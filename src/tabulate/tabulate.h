#pragma once

#include <span>
#include <vector>

#include "base/diagnostic.h"
#include "tabulate/table.h"

namespace mtm {

/// Every table of the plan, in its order. Categories are in the order of the choice list; blank
/// answers, “I do not know” and “I do not want to answer” have rows of their own and stay in the
/// base. REQUIRES: the study was checked without errors.
[[nodiscard]] std::vector<Table> tabulate(const Study& study, const Dataset& dataset);

/// How tables are counted; their numbers are the same in any way, but for the last digits of
/// weighted ones where each is made by itself.
struct TabulationWay {
    bool one_pass = true;  // false: each weighted estimate by itself, as a second opinion
    int threads = 0;       // 0: as many as the machine has
};

/// Such tables, sharing what they have in common.
[[nodiscard]] std::vector<Table> tabulate(const Study& study,
                                          const Dataset& dataset,
                                          std::span<const TableSpec> specs,
                                          TabulationWay way);

/// One table.
[[nodiscard]] Table tabulate(const Study& study, const Dataset& dataset, const TableSpec& spec);

}  // namespace mtm
