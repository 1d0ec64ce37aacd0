#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/node.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// A text of the form and where it stands.
struct TextPlace {
    std::string_view sheet;   // survey or choices
    std::string_view column;  // label, hint, …
    int row = 0;
};

/// Calls `visit` with each text that a row of the workbook holds, sheet by sheet.
void visit_texts(const Questionnaire& form,
                 const std::function<void(const TextPlace&, const Translated&)>& visit);

/// A text as words to search in: lower case, letters and digits only, one space between the words
/// and at both ends. References and mark-up are left out: " what is your phone number ".
[[nodiscard]] std::string searchable(std::string_view text);

/// Whether one of the phrases stands in a `searchable` text. A phrase begins with a space; where it
/// ends with one too, whole words are meant, else beginnings of words.
[[nodiscard]] bool holds_phrase(std::string_view searchable_text,
                                const std::vector<std::string_view>& phrases);

/// Names in `${…}` of a label, in order, each once.
[[nodiscard]] std::vector<std::string> inserts_of(std::string_view text);

/// What all must hold for an expression to hold: its parts between `and`.
[[nodiscard]] std::vector<const Node*> conjuncts(const Node& node);

/// "rows 3, 5–9 and 40 more" of ascending row numbers; "row 3" of one.
[[nodiscard]] std::string rows_in_words(const std::vector<int>& rows);

}  // namespace mtm
