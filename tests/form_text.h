#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "compile/compile.h"
#include "workbook/cells.h"

namespace mtm {

/// A workbook from a table in text, for tests that show the form they are about:
///
///     survey
///     | type            | name | label        |
///     | integer         | age  | How old?     |
///     choices
///     | list_name | name | label |
inline Workbook workbook_from_text(std::string_view text) {
    Workbook workbook;
    int row = 0;
    for (const std::string_view line : split(text, '\n')) {
        const std::string_view trimmed = trim(line);
        if (trimmed.empty()) continue;
        if (!trimmed.starts_with('|')) {
            Sheet sheet;
            sheet.name = std::string(trimmed);
            workbook.sheets.push_back(std::move(sheet));
            row = 0;
            continue;
        }
        const auto cells = split(trimmed.substr(1, trimmed.size() - 2), '|');
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const std::string_view cell = trim(cells[c]);
            if (cell.empty()) continue;
            workbook.sheets.back().set(
                row, static_cast<int>(c), {Cell::Kind::text, std::string(cell)});
        }
        ++row;
    }
    return workbook;
}

/// The form that a text describes, with its diagnostics.
inline Compiled form_from_text(std::string_view text) {
    return compile(workbook_from_text(text), "form.xlsx");
}

/// All diagnostics, one a line, for comparison in tests.
inline std::string print_all(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics)
        out += print(diagnostic) + "\n";
    return out;
}

}  // namespace mtm
