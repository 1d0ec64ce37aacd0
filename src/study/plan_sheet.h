#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"
#include "workbook/cells.h"

namespace mtm {

/// One of MTM's own sheets (tables, bases, derived) as records: a header row, then a record a row.
/// The language is split off the headers that take one ("title::English (en)"). Cells are trimmed.
class PlanSheet {
public:
    struct Column {
        std::string name;      // canonical, e.g. "title"
        std::string language;  // as after `::`; empty if none is named
        std::string header;    // as written, for diagnostics
        int index = 0;
    };

    PlanSheet(const Sheet& sheet, std::string file_name);

    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

    [[nodiscard]] bool has(std::string_view column) const;

    /// Rows that hold anything, in order (0-based index of the sheet).
    [[nodiscard]] const std::vector<int>& rows() const { return rows_; }

    /// The cell of a column without a language; empty if the sheet has no such column.
    [[nodiscard]] std::string get(int row, std::string_view column) const;

    [[nodiscard]] std::string get(int row, const Column& column) const;

    /// The texts of a translatable column, by language.
    [[nodiscard]] Translated translated(int row,
                                        std::string_view column,
                                        const std::vector<Language>& languages) const;

    /// Where a cell is; the column as its author wrote it.
    [[nodiscard]] Place place(int row, std::string_view column) const;

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    [[nodiscard]] const Column* find(std::string_view column) const;

    const Sheet* sheet_;
    std::string file_name_;
    std::string name_;
    std::vector<Column> columns_;
    std::vector<int> rows_;
};

}  // namespace mtm
