#pragma once

#include <cstddef>
#include <optional>

#include "disclosure/record_protection.h"
#include "disclosure/released.h"
#include "publish/open_data.h"

namespace mtm {

/// As many of a question's answers as were taken out, if that may be told: it counts people, and so
/// few are not told, nor where the study rounds its numbers.
[[nodiscard]] std::optional<std::size_t> blanks_told(std::size_t blanked, const StudyFile& file);

/// What a package of open data is made from: records that disclosure control let out. A view: both
/// must outlive it.
[[nodiscard]] OpenDataSource open_source(const Released<ProtectedRecords>& records,
                                         const TableExport& tables,
                                         PackageEdition edition);

}  // namespace mtm
