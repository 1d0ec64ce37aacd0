#pragma once

#include "disclosure/record_protection.h"
#include "disclosure/released.h"
#include "publish/open_data.h"

namespace mtm {

/// What a package of open data is made from: records that disclosure control let out. A view: both
/// must outlive it.
[[nodiscard]] OpenDataSource open_source(const Released<ProtectedRecords>& records,
                                         const TableExport& tables,
                                         PackageEdition edition);

}  // namespace mtm
