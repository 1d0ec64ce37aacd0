#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workbook/cells.h"

namespace mtm {

/// A header as it is compared: white space, no-break spaces too, is one space, and none at its
/// ends.
[[nodiscard]] std::string normalised_header(std::string_view header);

/// A sheet read as a table: its first row that holds anything names the columns, every later row
/// that holds anything is a record. Headers have their white space normalised; columns without a
/// header and rows of white space only are passed over. Values stay raw: trim what needs it.
/// A view: the sheet must outlive it.
class TableSheet {
public:
    struct Column {
        std::string header;
        int sheet_column = 0;  // from 0
    };

    explicit TableSheet(const Sheet& sheet);
    explicit TableSheet(Sheet&&) = delete;

    [[nodiscard]] const Sheet& sheet() const { return *sheet_; }

    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

    [[nodiscard]] int column_count() const { return static_cast<int>(columns_.size()); }

    [[nodiscard]] int record_count() const { return static_cast<int>(rows_.size()); }

    /// The row of the headers, or of a record, as a spreadsheet shows it: from 1. 0 if the sheet is
    /// empty.
    [[nodiscard]] int header_row_number() const { return header_row_ + 1; }

    [[nodiscard]] int row_number(int record) const { return row_of(record) + 1; }

    /// The first column of that header (ASCII case and white space ignored), as an index into
    /// columns().
    [[nodiscard]] std::optional<int> find(std::string_view header) const;

    /// REQUIRES: record and column are of the table.
    [[nodiscard]] const Cell& cell(int record, int column) const;

    [[nodiscard]] std::string_view at(int record, int column) const {
        return cell(record, column).text;
    }

    /// The value under a header; empty if no column has it.
    [[nodiscard]] std::string_view at(int record, std::string_view header) const;

private:
    [[nodiscard]] int row_of(int record) const;

    const Sheet* sheet_;
    int header_row_ = -1;
    std::vector<Column> columns_;
    std::vector<int> rows_;  // of the sheet
};

}  // namespace mtm
