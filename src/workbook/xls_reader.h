#pragma once

#include <string_view>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// True if the bytes begin as an XLS file of any age, or another OLE2 file, does.
[[nodiscard]] bool is_xls(std::string_view bytes);

/// Reads an XLS file of Excel 97 to 2003 (BIFF8). Not by libfreexl: that passes over formula cells
/// without a word, knows neither hidden sheets nor merged cells, and writes beyond its memory on
/// altered files; in the tests it is the second reader. Older files, password-protected workbooks
/// and other OLE2 documents are told apart by the error.
Result<Workbook> read_xls(std::string_view bytes, const ReadLimits& limits);

}  // namespace mtm
