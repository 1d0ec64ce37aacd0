#pragma once

#include <string_view>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// Reads an XLS file by libfreexl: all cells but formulas. libfreexl opens paths only, so the bytes
/// are lent to it as an anonymous file in memory that no other process sees.
Result<Workbook> read_old_xls(std::string_view bytes, const ReadLimits& limits);

}  // namespace mtm
