#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "workbook/csv.h"
#include "workbook/write.h"

namespace mtm {

/// A sheet of a questionnaire kept as text, one CSV file each, so that changes can be reviewed
/// line by line.
struct TextSheet {
    std::string name;  // survey, choices, settings, tables, bases, derived, …
    CsvRecords records;
};

/// The workbook that those sheets make: the sheets that XLSForm knows first, then MTM's own, then
/// others by name. Headers are bold and stay in view; long texts wrap. The same text gives the
/// same bytes.
[[nodiscard]] WorkbookOut form_workbook(const std::vector<TextSheet>& sheets);

}  // namespace mtm
