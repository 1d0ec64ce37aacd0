#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "expression/evaluate.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// Why there is no answer; `none` where there is one. Four different things, never a number.
enum class Missing : std::uint8_t { none, not_asked, no_answer, unknown, refused };

/// One question's answers over all counted interviews (or all instances of one repeat), and who
/// was asked. Answers are dictionary-coded: `codes[r]` is an index into `dictionary`, -1 for none.
/// For select questions the dictionary begins with the choices in the order of their list, so that
/// codes below the number of choices are choices; `members` holds the chosen sets.
struct Column {
    int question = -1;  // index into Questionnaire::questions; -1 for a derived variable
    std::string name;
    std::vector<std::int32_t> codes;
    std::vector<std::uint8_t> asked;
    std::vector<std::string> dictionary;
    std::vector<double> numbers;  // of the dictionary, NaN where it spells none
    int choice_count = 0;         // select and derived: categories 0 … choice_count-1

    /// select_multiple and derived variables: bit c of row r's words says that category c holds.
    std::vector<std::uint64_t> members;
    int words_per_row = 0;

    /// Kind of each dictionary entry: answer, unknown or refused.
    std::vector<MissingChoice> meaning;

    [[nodiscard]] std::size_t size() const { return codes.size(); }

    [[nodiscard]] bool has_member(std::size_t row, int category) const {
        const auto word =
            row * static_cast<std::size_t>(words_per_row) + static_cast<std::size_t>(category) / 64;
        return (members[word] >> (static_cast<unsigned>(category) % 64) & 1U) != 0;
    }

    /// Why row r has no answer.
    [[nodiscard]] Missing missing(std::size_t row) const;
};

}  // namespace mtm
