#include "exchange/csv_guard.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::size_t digits_of_a_double = 15;

bool is_plain_number(std::string_view text) {
    return text.find_first_of(digits) != std::string_view::npos &&
           text.find_first_not_of("0123456789+-. ") == std::string_view::npos;
}

bool opens_a_formula(std::string_view text) {
    constexpr std::string_view openings = "=+-@\t\r\n";
    return openings.find(text.front()) != std::string_view::npos && !is_plain_number(text);
}

// 35, -3.5 and 0.25 come through a spreadsheet as they are.
bool is_kept_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    if (whole.empty() || text.size() > digits_of_a_double) return false;
    if (whole.find_first_not_of(digits) != std::string_view::npos) return false;
    if (whole.size() > 1 && whole.front() == '0') return false;
    if (point == std::string_view::npos) return true;
    const std::string_view part = text.substr(point + 1);
    return !part.empty() && part.back() != '0' &&
           part.find_first_not_of(digits) == std::string_view::npos;
}

bool would_be_changed(std::string_view text) {
    const bool like_a_number =
        text.find_first_of(digits) != std::string_view::npos &&
        text.find_first_not_of("0123456789-/.,:+eE%") == std::string_view::npos;
    return like_a_number && !is_kept_number(text);
}

bool is_ours(const Sheet& sheet) {
    for (int column = 0; column < sheet.row_length(0); ++column) {
        if (sheet.at(0, column) == "mtm_status") return true;
    }
    return false;
}

}  // namespace

std::string guarded(std::string_view text, bool keep_digits) {
    if (text.empty()) return {};
    const bool guard =
        text.front() == '\'' || opens_a_formula(text) || (keep_digits && would_be_changed(text));
    return (guard ? "'" : "") + std::string(text);
}

void remove_guards(Workbook& tables) {
    for (Sheet& sheet : tables.sheets) {
        if (!is_ours(sheet)) continue;
        for (int row = 0; row < sheet.row_count(); ++row) {
            for (int column = 0; column < sheet.row_length(row); ++column) {
                Cell cell = sheet.cell(row, column);
                if (!cell.text.starts_with('\'')) continue;
                cell.text.erase(0, 1);
                sheet.set(row, column, std::move(cell));
            }
        }
    }
}

}  // namespace mtm
