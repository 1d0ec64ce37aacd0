#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mtm {

/// What a stranger sees of one number of a table.
struct PublicCell {
    std::optional<long long> count;  // of people, where it is printed
    std::optional<long long> base;   // that a percentage is of
    std::string value;               // as printed; empty if nothing is
    bool withheld = false;

    bool operator==(const PublicCell&) const = default;
};

/// A column of a published table: everyone, or those of some answers.
struct PublicGroup {
    std::string name;                                       // empty: everyone
    std::vector<std::pair<std::string, std::string>> path;  // question and answer, outermost first
    std::optional<long long> base;
    std::vector<PublicCell> cells;  // as PublicTable::categories

    bool operator==(const PublicGroup&) const = default;
};

/// One table of one question by one banner, as a stranger has it.
struct PublicTable {
    std::string name;
    std::string question;
    std::vector<std::string> by;
    std::string statistic;         // count, percent, mean, median …
    std::string percent_of;        // column, row, total; empty where it is no percentage
    bool multiple = false;         // several answers were possible
    bool groups_overlap = false;   // somebody can be in several: they add to no whole
    bool weighted = false;         // values are of what people stand for; counts are of people
    std::optional<bool> everyone;  // whether everybody was asked, where the file says it
    std::string asked;             // in words, who was asked; empty if the file does not say it
    std::string where;             // the filter, an expression; empty if there is none
    bool nested = false;           // each of `by` within the one before it, with subtotals
    int top = 0;                   // only the largest so many categories are told; 0: all
    bool top_of_each = false;      // each group has its own largest
    std::vector<std::string> categories;
    std::vector<PublicGroup> groups;

    /// Whether its numbers are of people who gave an answer.
    [[nodiscard]] bool counts_people() const {
        return statistic == "count" || statistic == "percent";
    }

    bool operator==(const PublicTable&) const = default;
};

/// The tables of one publication.
struct PublicTables {
    std::optional<long long> interviews;  // counted, where the file says so
    long long rounded_to = 0;  // numbers of people are such multiples, `interviews` too; 0: exact
    std::vector<PublicTable> tables;
};

/// `tables.csv` of `mtm tables` (docs/formats/tables.md). It tells less than the JSON: not who was
/// asked. Errors: a column is missing, a number cannot be read; with the row.
[[nodiscard]] Result<PublicTables> read_public_tables_csv(std::string_view text);

/// `tables.json` of `mtm tables`.
[[nodiscard]] Result<PublicTables> read_public_tables_json(std::string_view text);

/// A printed number in decimals, without loss: digits / 10^decimals. Nothing if it is none, or has
/// more digits than 17.
struct PrintedDecimal {
    long long digits = 0;
    int decimals = 0;
};

[[nodiscard]] std::optional<PrintedDecimal> printed_decimal(std::string_view text);

}  // namespace mtm
