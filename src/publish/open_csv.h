#pragma once

#include <string>
#include <vector>

#include "publish/open_variables.h"

namespace mtm {

/// UTF-8 without a byte order mark, lines that end in LF (RFC 4180 otherwise). Codes and numbers
/// stand as they are; a text that a spreadsheet would run as a formula has an apostrophe in front.
/// `second_header` is a row under the names of the columns, as that of HXL; none if empty.
[[nodiscard]] std::string open_csv(const std::vector<ExportColumn>& columns,
                                   std::size_t rows,
                                   const std::vector<std::string>& second_header = {});

/// A list of objects, a line each, with the names of the CSV's columns; numbers are numbers, and
/// what is blank there is null.
[[nodiscard]] std::string open_json(const OpenTable& table);

}  // namespace mtm
