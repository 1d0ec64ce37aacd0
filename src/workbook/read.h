#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// Turns the bytes of a spreadsheet into cells. What they are is told from the bytes, since names
/// lie: XLSX and XLSM (zip), XLS (Excel 97 to 2003), otherwise
/// comma, semicolon or tab separated text, which becomes one sheet named after the file without
/// its folder and ending. `file_name` serves for that and for the messages only; nothing is opened.
/// The error says what the file is instead, or where it is damaged, and what to do about it.
Result<Workbook> read_workbook(std::string_view bytes,
                               std::string_view file_name,
                               const ReadLimits& limits = {});

/// The same, and a zip of separated texts, as ODK Central exports interviews: each becomes a sheet
/// named after its file without folder and ending.
Result<Workbook> read_tables(std::string_view bytes,
                             std::string_view file_name,
                             const ReadLimits& limits = {});

struct NamedText {
    std::string name;  // of the part
    std::string text;
};

/// The parts *.csv of a zip that hold something; none if it is a workbook or no zip.
Result<std::vector<NamedText>> texts_in_zip(std::string_view bytes,
                                            std::string_view file_name,
                                            const ReadLimits& limits = {});

/// A file's name without its folder and ending: how a text's only table is called.
[[nodiscard]] std::string table_name_of(std::string_view file_name);

/// Whether read_tables takes the bytes for separated text, or for a zip of such.
[[nodiscard]] bool is_separated_text(std::string_view bytes);

}  // namespace mtm
