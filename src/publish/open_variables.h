#pragma once

#include <optional>
#include <string>
#include <vector>

#include "publish/open_tables.h"

namespace mtm {

/// A category of a variable, and how many published records have it.
struct OpenCategory {
    std::string value;  // as the CSV has it
    Translated label;
    MissingChoice meaning = MissingChoice::answer;
    std::size_t records = 0;
};

/// A column of the published microdata, described: what codebooks are made of. All counts and
/// numbers are of the published records, so that they tell nothing that the files do not.
struct OpenVariable {
    enum class Type {
        record,  // a number that tells records apart
        text,
        integer,
        decimal,
        date,
        one_choice,
        choices,  // codes of several, with spaces between
        flag      // 1 or 0: whether one of several was chosen
    };

    std::string name;
    Type type = Type::text;
    const ExportColumn* column = nullptr;
    const Question* question = nullptr;             // null of a column without one
    const ProtectedVariable* protection = nullptr;  // null: kept
    Translated label;
    std::string universe;  // "all respondents", "the respondents who have work"
    bool is_weight = false;
    std::size_t records = 0;
    std::size_t answered = 0;  // have a value that is an answer
    std::size_t blank = 0;
    std::vector<OpenCategory> categories;  // of one choice and flags
    std::vector<double> missing_numbers;   // numbers that are no answer, ascending
    std::optional<double> lowest;          // of numbers that are answers, as the next
    std::optional<double> highest;
    std::optional<double> mean;
    std::optional<double> deviation;  // standard deviation, of n − 1
};

/// A table of microdata with its variables.
struct OpenTable {
    const ExportedTable* table = nullptr;
    std::string stem;  // of its files
    std::vector<OpenVariable> variables;
};

/// Published records as codebooks and catalogues describe them.
struct DescribedData {
    const OpenDataSource& source;
    std::size_t language = 0;  // of descriptions, index into the questionnaire's
    std::vector<OpenTable> tables;
};

/// Who was asked is said in the words of the `bases` sheet. REQUIRES: source and tables outlive it.
[[nodiscard]] DescribedData describe(const OpenDataSource& source,
                                     const std::vector<ExportedTable>& tables);

/// The number that a whole text spells, if it is a finite one.
[[nodiscard]] std::optional<double> number_spelled(std::string_view text);

/// What was done to the variable to protect people, in a sentence; empty if nothing was.
[[nodiscard]] std::string protection_words(const OpenVariable& variable);
[[nodiscard]] std::string protection_words(const ProtectedVariable& variable);

}  // namespace mtm
