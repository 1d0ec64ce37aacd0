#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// The records of a text file with separated values (RFC 4180), before any of them is a header.
struct CsvRecords {
    std::vector<std::vector<std::string>> rows;
    std::vector<int> lines;  // of each row: the line it begins on, from 1
    char separator = ',';
};

/// Reads comma, semicolon or tab separated text, whichever the first line has most of; a first line
/// "sep=;" says it outright. UTF-8 or UTF-16. Lines end in LF, CR LF or CR; quoted values may span
/// lines and double their quotes; a quote inside an unquoted value is a quote. Blank lines are
/// passed over. Values stay as they are, white space included.
Result<CsvRecords> read_csv_records(std::string_view bytes);

/// Comma, semicolon or tab: whichever the first line of a text has most of.
[[nodiscard]] char separator_of(std::string_view text);

/// A text file whose first record names its columns.
struct CsvTable {
    std::vector<std::string> names;  // trimmed
    std::vector<std::vector<std::string>> rows;
    std::vector<int> lines;

    [[nodiscard]] int row_count() const { return static_cast<int>(rows.size()); }

    /// The line of the file on which a row begins, from 1.
    [[nodiscard]] int line_of(int row) const { return lines[static_cast<std::size_t>(row)]; }

    /// The column of that name (ASCII case ignored), from 0.
    [[nodiscard]] std::optional<int> column(std::string_view name) const;

    /// REQUIRES: row and column are of the table. Every row has as many values as there are names.
    [[nodiscard]] std::string_view at(int row, int column) const;

    /// The value under a name; empty if no column has that name.
    [[nodiscard]] std::string_view at(int row, std::string_view name) const;
};

/// Reads a table. Short rows are filled with empty values; a row with more values than there are
/// names is an error unless the rest is empty, for it has an unquoted separator in it.
Result<CsvTable> read_csv(std::string_view bytes);

/// One line per row, ending in LF. Values are quoted where a reader would otherwise take them for
/// something else: separators, quotes, line ends, white space at an end.
[[nodiscard]] std::string write_csv(const std::vector<std::vector<std::string>>& rows,
                                    char separator = ',');

}  // namespace mtm
