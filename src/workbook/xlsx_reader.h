#pragma once

#include <string_view>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// Reads an Office Open XML workbook (XLSX, XLSM, templates; transitional and strict).
Result<Workbook> read_xlsx(std::string_view bytes, const ReadLimits& limits);

}  // namespace mtm
