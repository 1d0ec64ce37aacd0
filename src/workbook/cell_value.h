#pragma once

#include <string>
#include <string_view>

#include "workbook/cells.h"

namespace mtm {

/// How a spreadsheet shows a number: as such, or as a day, a time of day, or both.
enum class NumberLook { plain, date, time, date_time };

/// The look that a format code such as `yyyy\-mm\-dd;@` gives. Only its first section counts, and
/// letters in quotes, behind a backslash or in brackets do not. A length of time ([h]:mm) is plain.
[[nodiscard]] NumberLook look_of_format(std::string_view code);

/// The look of a format that Excel knows by number only (14 is a date); plain for all others.
[[nodiscard]] NumberLook look_of_builtin_format(int id);

/// The day that a date's serial number counts from. In the system of 1900 a day that never was
/// (29 February 1900) has the number 60.
enum class DateSystem { from_1900, from_1904 };

/// "1", "0.1", "77012345678"; an exponent only for what is longer than 21 digits.
[[nodiscard]] std::string number_text(double value);

/// A number cell under a format. A serial number that is no date (negative, after the year 9999)
/// stays a number. A time of day that a date's format hides is kept: the data have it.
[[nodiscard]] Cell number_cell(double value, NumberLook look, DateSystem system);

[[nodiscard]] Cell text_cell(std::string text);

[[nodiscard]] Cell boolean_cell(bool value);

[[nodiscard]] Cell error_cell(std::string text);

}  // namespace mtm
