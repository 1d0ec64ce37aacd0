#pragma once

#include "base/random.h"
#include "synthesis/coded_records.h"

namespace mtm {

/// As many records as the tables' total, variable by variable in allocation_order(): exact for
/// decomposable tables, a start for the repair otherwise. Impossible cells are avoided where the
/// order allows it.
/// REQUIRES: check_tables().
[[nodiscard]] CodedRecords allocated_records(const MarginalTables& tables, Random& random);

}  // namespace mtm
