#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/column_names.h"
#include "workbook/table_sheet.h"

namespace mtm {

/// A sheet of an export, and what its columns mean. A view: the sheet must outlive it.
class ExportTable {
public:
    struct Column {
        int column = 0;  // of the sheet as a table
        ColumnMeaning meaning;
    };

    ExportTable(const Sheet& sheet, const ColumnNames& names);

    [[nodiscard]] const TableSheet& sheet() const { return sheet_; }

    [[nodiscard]] const std::string& name() const { return sheet_.sheet().name; }

    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

    [[nodiscard]] const std::string& header(int column) const {
        return sheet_.columns()[static_cast<std::size_t>(column)].header;
    }

    /// How many columns hold answers.
    [[nodiscard]] int answers() const;

    [[nodiscard]] bool has(ServerColumn wanted) const;

    /// The value under the first such column, trimmed; empty if there is none.
    [[nodiscard]] std::string_view server(int record, ServerColumn wanted) const;

    /// The innermost repeat whose rounds are the rows of this sheet (index into the groups); −1:
    /// its rows are interviews, for it has a question outside all repeats.
    [[nodiscard]] int level(const Questionnaire& form) const;

private:
    TableSheet sheet_;
    std::vector<Column> columns_;
};

/// Of how many repeats this group is the innermost; 0 for −1.
[[nodiscard]] int repeat_depth(const Questionnaire& form, int group);

}  // namespace mtm
