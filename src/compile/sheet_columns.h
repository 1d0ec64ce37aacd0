#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "workbook/cells.h"

namespace mtm {

/// A column of a form's sheet. Its header, brought to the one spelling that XLSForm's vocabulary
/// has for it and split at the colons: "Relevance" is bind, relevant; "label::English (en)" is
/// label, English (en); "body:accuracy" is control, accuracy. A header that XLSForm does not know
/// keeps its spelling.
struct SheetColumn {
    int index = 0;       // of the sheet
    std::string header;  // as written, with single spaces
    std::vector<std::string> path;
};

/// What a header of a sheet may be called besides its own name.
struct HeaderAlias {
    std::string_view spelling;  // in lower case, words joined by _
    std::string_view first;
    std::string_view second = {};
};

/// The headers that a sheet of an XLSForm knows.
struct SheetVocabulary {
    std::vector<HeaderAlias> aliases;
    std::vector<std::string_view> columns;
};

[[nodiscard]] const SheetVocabulary& survey_vocabulary();
[[nodiscard]] const SheetVocabulary& choices_vocabulary();
[[nodiscard]] const SheetVocabulary& settings_vocabulary();
[[nodiscard]] const SheetVocabulary& entities_vocabulary();

/// A sheet of a form: its columns, its rows that count, and places in it for diagnostics.
/// A view: the sheet must outlive it.
class SheetForm {
public:
    /// Reads the header row; headers that stand twice are reported.
    SheetForm(const Sheet& sheet,
              const SheetVocabulary& vocabulary,
              std::string file,
              Diagnostics& diagnostics);

    [[nodiscard]] const std::vector<SheetColumn>& columns() const { return columns_; }

    /// The first column with that first word, or nullptr.
    [[nodiscard]] const SheetColumn* find(std::string_view first) const;

    /// One past the last row that counts: readers stop after 60 empty rows.
    [[nodiscard]] int end_row() const { return end_row_; }

    /// The text of a cell as XLSForm reads it: trimmed, no-break spaces as spaces, a date with its
    /// time.
    [[nodiscard]] std::string text(int row, int column) const;

    /// The text of a cell as it stands in the sheet.
    [[nodiscard]] std::string_view raw(int row, int column) const {
        return sheet_->at(row, column);
    }

    /// Where a cell is. `column` may be the header as written, or the last word of a column's path.
    [[nodiscard]] Place place(int row, std::string_view column) const;

    [[nodiscard]] const std::string& name() const { return sheet_->name; }

    [[nodiscard]] const std::string& file() const { return file_; }

private:
    void read_headers(const SheetVocabulary& vocabulary, Diagnostics& diagnostics);
    void find_end();

    const Sheet* sheet_;
    std::string file_;
    std::vector<SheetColumn> columns_;
    int end_row_ = 1;
};

/// With straight quotes for the typographic ones of a word processor.
[[nodiscard]] std::string plain_quotes(std::string text);

/// Runs of spaces become one space.
[[nodiscard]] std::string single_spaces(std::string text);

}  // namespace mtm
