#include "workbook/table_sheet.h"

#include "base/result.h"
#include "base/text.h"

namespace mtm {
namespace {

bool holds_something(const Sheet& sheet, int row) {
    for (int column = 0; column < sheet.row_length(row); ++column) {
        if (!trim(sheet.at(row, column)).empty()) return true;
    }
    return false;
}

}  // namespace

std::string normalised_header(std::string_view header) {
    return squeeze(replace_all(header, "\xC2\xA0", " "));
}

TableSheet::TableSheet(const Sheet& sheet) : sheet_(&sheet) {
    for (int row = 0; row < sheet.row_count(); ++row) {
        if (!holds_something(sheet, row)) continue;
        if (header_row_ >= 0) {
            rows_.push_back(row);
            continue;
        }
        header_row_ = row;
        for (int column = 0; column < sheet.row_length(row); ++column) {
            std::string header = normalised_header(sheet.at(row, column));
            if (!header.empty()) columns_.push_back({std::move(header), column});
        }
    }
}

int TableSheet::row_of(int record) const {
    CHECK(record >= 0 && record < record_count());
    return rows_[static_cast<std::size_t>(record)];
}

std::optional<int> TableSheet::find(std::string_view header) const {
    const std::string wanted = lower_ascii(normalised_header(header));
    for (int i = 0; i < column_count(); ++i) {
        if (lower_ascii(columns_[static_cast<std::size_t>(i)].header) == wanted) return i;
    }
    return std::nullopt;
}

const Cell& TableSheet::cell(int record, int column) const {
    CHECK(column >= 0 && column < column_count());
    return sheet_->cell(row_of(record), columns_[static_cast<std::size_t>(column)].sheet_column);
}

std::string_view TableSheet::at(int record, std::string_view header) const {
    const std::optional<int> column = find(header);
    return column ? at(record, *column) : std::string_view();
}

}  // namespace mtm
