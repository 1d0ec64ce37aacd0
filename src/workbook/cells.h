#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// What Excel's sheets have room for.
inline constexpr int row_max = 1'048'576;
inline constexpr int column_max = 16'384;

/// One cell as its author meant it. `text` says it in words: numbers without a spurious ".0" and
/// with the fewest digits that round-trip ("1", "0.1"), booleans as TRUE and FALSE, dates by
/// ISO 8601 ("2024-03-01", "2024-03-01T10:20:30", "10:20:30"), errors as shown ("#N/A").
/// White space around a text is kept. An empty text is an empty cell.
struct Cell {
    enum class Kind { empty, text, number, boolean, date, error };

    Kind kind = Kind::empty;
    std::string text;

    bool operator==(const Cell&) const = default;
};

/// A rectangle of cells, both corners included, counted from 0.
struct CellRange {
    int first_row = 0;
    int first_column = 0;
    int last_row = 0;
    int last_column = 0;

    bool operator==(const CellRange&) const = default;
};

/// A sheet of a workbook; rows and columns count from 0. Every place beyond what is written is an
/// empty cell. A merged range holds its value in its top left cell only, as in Excel.
class Sheet {
public:
    std::string name;
    bool hidden = false;
    std::vector<CellRange> merged;

    [[nodiscard]] const Cell& cell(int row, int column) const;

    [[nodiscard]] std::string_view at(int row, int column) const { return cell(row, column).text; }

    /// One past the last row, or column, that holds something.
    [[nodiscard]] int row_count() const { return static_cast<int>(rows_.size()); }

    [[nodiscard]] int column_count() const { return column_count_; }

    /// One past the last cell kept of a row.
    [[nodiscard]] int row_length(int row) const;

    /// Writes a cell; an empty one at a place beyond the others changes nothing.
    /// REQUIRES: row >= 0, column >= 0.
    void set(int row, int column, Cell cell);

    bool operator==(const Sheet&) const = default;

private:
    std::vector<std::vector<Cell>> rows_;
    int column_count_ = 0;
};

/// What a spreadsheet file holds: its sheets in the order of their tabs.
struct Workbook {
    std::vector<Sheet> sheets = {};
    std::vector<std::string> notes = {};  // what the reader had to pass over, in sentences

    /// The sheet of that name (ASCII case and white space at the ends ignored), or nullptr.
    [[nodiscard]] const Sheet* find(std::string_view name) const;
};

/// "C12" for row 11, column 2: as a spreadsheet shows it.
[[nodiscard]] std::string cell_name(int row, int column);

/// "A", "Z", "AA" for columns 0, 25, 26.
[[nodiscard]] std::string column_name(int column);

}  // namespace mtm
