#pragma once

#include <string>
#include <string_view>

#include "workbook/cells.h"

namespace mtm {

/// A text for a CSV file that somebody may open in a spreadsheet. What would run there as a formula
/// (= + - @, a tab or line end first, unless it is a plain number) has an apostrophe put in front,
/// as has what begins with one already. `keep_digits`: so has what a spreadsheet would turn into
/// another number or a day: 007, 1E5, 3-4, more than 15 digits.
[[nodiscard]] std::string guarded(std::string_view text, bool keep_digits);

/// Takes the apostrophes off again, in sheets that a CSV file of ours holds (mtm_status among their
/// columns) and in no others.
void remove_guards(Workbook& tables);

}  // namespace mtm
