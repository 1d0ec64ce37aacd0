#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/answer_column.h"
#include "exchange/export_table.h"
#include "workbook/row_reader.h"

namespace mtm {

/// A table of a file that is imported, with the row that is being read.
struct LeveledTable {
    RowReader* rows;
    ExportTable header;
    int level = -1;
    bool guarded = false;          // with apostrophes, as exchange/csv_guard.h puts them
    bool has_rounds = false;       // in further rows of an interview
    int id_column = -1;            // that the user names
    std::array<int, 11> server{};  // by ServerColumn: the column of the sheet, or −1
    std::vector<AnswerColumn> columns = {};
    int record = 0;  // from 0

    [[nodiscard]] const std::string& name() const { return header.name(); }

    [[nodiscard]] std::string_view at(int column) const {
        const auto cells = rows->cells();
        const bool is_there = column >= 0 && static_cast<std::size_t>(column) < cells.size();
        return is_there ? text_of(cells[static_cast<std::size_t>(column)]) : std::string_view();
    }

    [[nodiscard]] std::string_view text_of(const RowCell& cell) const {
        std::string_view text = cell.text;
        if (guarded && text.starts_with('\'')) text.remove_prefix(1);
        return trimmed(text);
    }

    [[nodiscard]] std::string_view at(ServerColumn column) const {
        return at(server[static_cast<std::size_t>(column)]);
    }
};

}  // namespace mtm
