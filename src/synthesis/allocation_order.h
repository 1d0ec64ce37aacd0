#pragma once

#include <cstddef>
#include <vector>

#include "synthesis/marginal_tables.h"

namespace mtm {

/// One step of inventing: a variable's categories are handed out among the records, apart for each
/// combination of the variables `given`, which have been handed out before.
struct AllocationStep {
    std::size_t variable = 0;
    std::vector<std::size_t> given;  // ascending, at most two; with `variable` inside one table

    bool operator==(const AllocationStep&) const = default;
};

/// The order in which variables are handed out. Where the tables form a join tree (they are
/// decomposable), every table is met by its steps alone; otherwise the steps follow the strongest
/// dependences, those made by impossible cells first.
/// REQUIRES: check_tables().
[[nodiscard]] std::vector<AllocationStep> allocation_order(const MarginalTables& tables);

}  // namespace mtm
