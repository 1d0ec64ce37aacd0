#include "study/text_sheets.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 6> known_sheets{
    "survey", "choices", "settings", "tables", "bases", "derived"};

auto rank_of(const std::string& name) {
    return std::ranges::find(known_sheets, name) - known_sheets.begin();
}

double width_of(const TextSheet& sheet, std::size_t column) {
    std::size_t longest = 0;
    for (const auto& row : sheet.records.rows) {
        if (column < row.size()) longest = std::max(longest, length_utf8(row[column]));
    }
    return std::clamp(static_cast<double>(longest) + 2, 8.0, 48.0);
}

SheetOut sheet_out(const TextSheet& sheet, int header, int body) {
    SheetOut out;
    out.name = sheet.name;
    out.freeze_rows = 1;
    out.landscape = true;
    bool is_header = true;
    for (const auto& row : sheet.records.rows) {
        out.add_row(row, is_header ? header : body);
        is_header = false;
    }
    if (sheet.records.rows.empty()) return out;
    const std::size_t columns = sheet.records.rows.front().size();
    for (std::size_t c = 0; c < columns; ++c)
        out.column_widths.push_back(width_of(sheet, c));
    return out;
}

}  // namespace

WorkbookOut form_workbook(const std::vector<TextSheet>& sheets) {
    WorkbookOut out;
    out.title = "Questionnaire";
    out.created = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
    const int header = out.add_style({.bold = true, .wrap = true, .background = "#DCE6F1"});
    const int body = out.add_style({.wrap = true});
    std::vector<const TextSheet*> ordered;
    for (const TextSheet& sheet : sheets)
        ordered.push_back(&sheet);
    std::ranges::sort(ordered, [](const TextSheet* a, const TextSheet* b) {
        return std::pair(rank_of(a->name), a->name) < std::pair(rank_of(b->name), b->name);
    });
    for (const TextSheet* sheet : ordered)
        out.sheets.push_back(sheet_out(*sheet, header, body));
    return out;
}

}  // namespace mtm
