#include "workbook/xlsx_sheet.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/xlsx_parts.h"

namespace mtm {
namespace {

class SheetHandler : public XmlHandler {
public:
    SheetHandler(const XlsxTables& tables, CellBudget& budget, Sheet& sheet)
        : tables_(tables), budget_(budget), sheet_(sheet) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        collecting_ = false;
        if (name == "c" && in_row_) {
            start_cell(attributes);
        } else if (in_cell_) {
            if (name == "rPh") in_phonetic_ = true;
            collecting_ = name == "v" || (name == "t" && !in_phonetic_);
        } else if (name == "row" && in_data_) {
            in_row_ = true;
            row_ = std::max(attributes.get_int("r", row_ + 2), 1) - 1;
            column_ = -1;
            if (row_ >= row_max)
                refuse({fmt::format("it has a row {}, beyond the last of a sheet", row_ + 1)});
        } else if (name == "sheetData") {
            in_data_ = true;
        } else if (name == "mergeCell") {
            add_merged(attributes.get("ref"));
        }
    }

    void end(std::string_view name) override {
        collecting_ = false;
        if (name == "rPh") {
            in_phonetic_ = false;
        } else if (name == "c" && in_cell_) {
            in_cell_ = false;
            end_cell();
        } else if (name == "row") {
            in_row_ = false;
        } else if (name == "sheetData") {
            in_data_ = false;
        }
    }

    void text(std::string_view part) override {
        if (!collecting_) return;
        value_ += part;
        if (value_.size() > longest_cell_bytes)
            refuse({"a cell holds more than 16 megabytes of text; Excel's hold 32,767 letters"});
    }

private:
    void start_cell(const XmlAttributes& attributes) {
        in_cell_ = true;
        value_.clear();
        type_ = attributes.get("t");
        style_ = attributes.get_int("s", 0);
        const CellPlace place = parse_cell_name(attributes.get("r"));
        if (place.row >= 0) {
            row_ = place.row;
            column_ = place.column;
        } else {
            ++column_;
        }
        if (row_ >= row_max || column_ >= column_max) {
            refuse({fmt::format("a cell stands in row {}, column {}, beyond the last of a sheet",
                                row_ + 1,
                                column_ + 1)});
        }
    }

    void end_cell() {
        if (value_.empty() || !refusal().empty()) return;
        Cell cell = type_ == "s" ? shared_cell() : own_cell();
        if (cell.kind == Cell::Kind::empty || !refusal().empty()) return;
        if (!set_within(budget_, sheet_, row_, column_, std::move(cell))) {
            refuse(
                {fmt::format("at cell {} it holds more than a workbook may (ReadLimits): delete "
                             "unused rows and columns, or split the workbook",
                             cell_name(row_, column_))});
        }
    }

    Cell shared_cell() {
        const std::string_view digits = trim(value_);
        std::size_t index = tables_.strings.size();
        std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (index >= tables_.strings.size()) {
            refuse({fmt::format("cell {} refers to shared string {}, but there are only {}",
                                cell_name(row_, column_),
                                digits,
                                tables_.strings.size())});
            return {};
        }
        return text_cell(tables_.strings[index]);
    }

    Cell own_cell() {
        if (type_ == "str" || type_ == "inlineStr") return text_cell(decode_escapes(value_));
        const std::string_view value = trim(value_);
        if (type_ == "b") return boolean_cell(value == "1" || value == "true");
        if (type_ == "e") return error_cell(std::string(value));
        if (type_ == "d") return {Cell::Kind::date, std::string(value)};
        double number = 0;
        const auto end = std::from_chars(value.data(), value.data() + value.size(), number);
        if (end.ec != std::errc{} || end.ptr != value.data() + value.size()) {
            return text_cell(std::string(value));
        }
        const auto style = static_cast<std::size_t>(style_);
        const bool styled = style_ >= 0 && style < tables_.looks.size();
        return number_cell(
            number, styled ? tables_.looks[style] : NumberLook::plain, tables_.dates);
    }

    void add_merged(std::string_view reference) {
        const std::size_t colon = reference.find(':');
        const CellPlace first = parse_cell_name(reference.substr(0, colon));
        if (colon == std::string_view::npos || first.row < 0) return;
        const CellPlace last = parse_cell_name(reference.substr(colon + 1));
        if (last.row < 0) return;
        sheet_.merged.push_back({first.row, first.column, last.row, last.column});
    }

    const XlsxTables& tables_;
    CellBudget& budget_;
    Sheet& sheet_;
    bool in_data_ = false;
    bool in_row_ = false;
    bool in_cell_ = false;
    bool in_phonetic_ = false;
    bool collecting_ = false;  // the text is part of the value
    int row_ = -1;
    int column_ = -1;
    int style_ = 0;
    std::string type_;
    std::string value_;
};

}  // namespace

bool set_within(CellBudget& budget, Sheet& sheet, int row, int column, Cell cell) {
    if (cell.kind == Cell::Kind::empty) return true;
    const int new_rows = std::max(0, row + 1 - sheet.row_count());
    const int new_cells = std::max(0, column + 1 - sheet.row_length(row));
    const auto places = static_cast<std::size_t>(new_rows) + static_cast<std::size_t>(new_cells);
    if (places > budget.cells || cell.text.size() > budget.text_bytes) return false;
    budget.cells -= places;
    budget.text_bytes -= cell.text.size();
    sheet.set(row, column, std::move(cell));
    return true;
}

Status read_xlsx_sheet(Archive& archive,
                       std::string_view part,
                       const XlsxTables& tables,
                       CellBudget& budget,
                       Sheet& sheet) {
    SheetHandler handler(tables, budget, sheet);
    return archive.parse(part, handler);
}

CellPlace parse_cell_name(std::string_view text) {
    int column = 0;
    int row = 0;
    for (const char c : text) {
        const char letter = lower_ascii({&c, 1})[0];
        if (c == '$') continue;
        if (letter >= 'a' && letter <= 'z' && row == 0) {
            column = column * 26 + (letter - 'a' + 1);
        } else if (c >= '0' && c <= '9' && column > 0) {
            row = row * 10 + (c - '0');
        } else {
            return {};
        }
        if (column > column_max || row > row_max) return {};
    }
    if (column == 0 || row == 0) return {};
    return {row - 1, column - 1};
}

}  // namespace mtm
