#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/column_mapping.h"
#include "exchange/column_names.h"
#include "workbook/row_reader.h"

namespace mtm {

/// The header of an export's table, and what its columns mean.
class ExportTable {
public:
    struct Column {
        std::string header;
        int sheet_column = 0;  // from 0
        ColumnMeaning meaning;
        const ColumnMapping::Mapped* mapped = nullptr;  // what a mapping says of it
    };

    /// `header`: the first row of the sheet that holds something, number `row`. Columns without a
    /// header are passed over. What `mapping` says of a header goes before its name; null: nothing.
    ExportTable(std::string name,
                int row,
                std::span<const RowCell> header,
                const ColumnNames& names,
                const ColumnMapping* mapping);

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] int header_row() const { return header_row_; }

    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

    /// How many columns hold answers.
    [[nodiscard]] int answers() const;

    /// The first column of that header (ASCII case and white space ignored), by its place in the
    /// sheet; −1: none.
    [[nodiscard]] int find(std::string_view header) const;

    /// The first column that holds this, by its place in the sheet; −1: none.
    [[nodiscard]] int find(ServerColumn wanted) const;

    /// The innermost repeat whose rounds are the rows of this sheet (index into the groups); −1:
    /// its rows are interviews, for it has a question outside all repeats.
    [[nodiscard]] int level(const Questionnaire& form) const;

private:
    std::string name_;
    int header_row_ = 0;
    std::vector<Column> columns_;
};

/// Of how many repeats this group is the innermost; 0 for −1.
[[nodiscard]] int repeat_depth(const Questionnaire& form, int group);

}  // namespace mtm
