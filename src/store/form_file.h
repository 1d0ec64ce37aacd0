#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "compile/define.h"

namespace mtm {

/// Reads a form from its file: an XLSForm workbook (.xlsx, .xls), or an XForm (.xml). An error only
/// where the file cannot be read from disk; a workbook that is none is a diagnostic.
Result<DefinedForm> read_form(const std::string& path);

/// That a workbook cannot be read.
[[nodiscard]] Diagnostic broken_workbook(const std::string& path, const Error& error);

}  // namespace mtm
