#pragma once

#include <string_view>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// True if the bytes begin as an XLS file of any age, or another OLE2 file, does.
[[nodiscard]] bool is_xls(std::string_view bytes);

/// Reads an XLS file. Excel 97 to 2003 (BIFF8) is read here, since libfreexl passes over formula
/// cells without a word and knows neither hidden sheets nor merged cells; older files go to
/// libfreexl. The error tells password-protected workbooks and other OLE2 documents apart.
Result<Workbook> read_xls(std::string_view bytes, const ReadLimits& limits);

}  // namespace mtm
