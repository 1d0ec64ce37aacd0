#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/column_names.h"
#include "workbook/cells.h"

namespace mtm {

/// A cell as the answer that a tablet would have sent.
struct CellAnswer {
    std::string value;
    std::string problem = {};  // code of a finding; empty: it fits the question
};

/// How the values of one file are written.
struct ValueStyle {
    bool decimal_comma = false;     // 3,5
    bool blank_is_written = false;  // "n/a" stands for no answer, as KoboToolbox once wrote it

    bool operator==(const ValueStyle&) const = default;
};

/// Turns cells into answers: labels in any language into codes, numbers and dates of spreadsheets
/// into what XForms writes. What does not fit is kept as it stands, with a problem. Points into the
/// questionnaire.
class AnswerReader {
public:
    explicit AnswerReader(const Questionnaire& questionnaire);

    [[nodiscard]] CellAnswer read(int question, const Cell& cell, const ValueStyle& style) const;

    /// Whether a cell says that a choice was taken; nothing where it says nothing, or no such
    /// thing.
    [[nodiscard]] static std::optional<bool> taken(const Cell& cell);

private:
    [[nodiscard]] CellAnswer one_choice(const ChoiceTexts& texts, const Cell& cell) const;
    [[nodiscard]] CellAnswer many_choices(const ChoiceTexts& texts, const Cell& cell) const;

    const Questionnaire& form_;
    std::vector<ChoiceTexts> lists_;  // as in the questionnaire
};

}  // namespace mtm
