#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "workbook/cells.h"

namespace mtm {

/// How a cell looks. Colours are "#RRGGBB", or empty for the program's own.
struct CellStyle {
    enum class Align { general, left, center, right };

    std::string number_format = {};  // e.g. "0.0", "0%", "yyyy-mm-dd"; empty for General
    bool bold = false;
    bool italic = false;
    bool wrap = false;
    bool line_below = false;
    Align align = Align::general;
    int indent = 0;
    double font_points = 0;  // 0 for the default of 11
    std::string color = {};
    std::string background = {};

    bool operator==(const CellStyle&) const = default;
};

/// A cell to be written: nothing, text, a number or a truth. Text stays text, whatever it looks
/// like; a date is its serial number (date_serial) under a date's format.
struct CellOut {
    std::variant<std::monostate, std::string, double, bool> value;
    int style = 0;  // what WorkbookOut::add_style returned; 0 is plain
};

/// A cell that leads to the first cell of another sheet, as on a contents sheet. It shows its own
/// text, blue and underlined unless it has a style. REQUIRES: the cell is one of the sheet's rows.
struct SheetLink {
    int row = 0;
    int column = 0;
    std::string sheet;
};

struct SheetOut {
    std::string name;
    std::vector<std::vector<CellOut>> rows;
    std::vector<double> column_widths;  // in characters; 0 or missing for the default
    std::map<int, double> row_heights;  // in points; others fit their text
    std::vector<CellRange> merged;      // each shows its top left cell
    std::vector<SheetLink> links;
    std::optional<CellRange> autofilter;
    int freeze_rows = 0;  // also repeated on each printed page
    int freeze_columns = 0;
    bool landscape = false;
    bool hidden = false;

    /// Appends a row of texts in one style.
    void add_row(const std::vector<std::string>& texts, int style = 0);
};

/// A workbook to be written. It prints on A4, one page wide.
struct WorkbookOut {
    std::string title = {};
    std::string author = {};
    std::string comments = {};              // of the file's properties
    std::chrono::sys_seconds created = {};  // the only date in the file. REQUIRES: after 1970-01-01
    std::vector<CellStyle> styles = {CellStyle{}};
    std::vector<SheetOut> sheets = {};

    /// The number of a style, for CellOut::style; the same style has the same number.
    int add_style(const CellStyle& style);
};

/// The bytes of an XLSX file; the same workbook gives the same bytes. Numbers keep 16 significant
/// digits. It is an error if a text is longer than Excel's 32,767 characters or not UTF-8, a number
/// is not finite, a sheet's name is not one, or something stands outside a sheet's bounds.
Result<std::string> write_workbook(const WorkbookOut& workbook);

/// `wanted` as a name that Excel accepts and `taken` does not hold (both ASCII case ignored): at
/// most 31 characters, none of []:*?/\, no apostrophe at an end, not "History".
[[nodiscard]] std::string sheet_name_for(std::string_view wanted,
                                         const std::vector<std::string>& taken);

/// The serial number of "2024-03-01" or "2024-03-01T10:20:30[.5]" in the system of 1900; what
/// follows the seconds (a time zone) is not looked at. Nothing for other texts and before
/// 1900-03-01.
[[nodiscard]] std::optional<double> date_serial(std::string_view iso);

}  // namespace mtm
