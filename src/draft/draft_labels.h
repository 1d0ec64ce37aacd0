#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// Letters of a question and of an answer that a sentence still reads with; what is longer is cut.
inline constexpr std::size_t longest_question = 160;
inline constexpr std::size_t longest_answer = 100;

/// A text of the questionnaire as plain words of a narrative: no mark-up, no braces, one line, cut
/// after so many letters. Answers that stand in it ("Is ${name} at home?", "$name") become "…".
[[nodiscard]] std::string plain_words(std::string_view label, std::size_t longest);

/// The same of a heading, which ends where an answer would stand.
[[nodiscard]] std::string plain_heading(std::string_view label);

/// Whether an answer says only that there is none: “Do not know”, “Prefer not to answer”. Choices
/// that the form marks so are no answers anyhow; most forms do not mark them.
[[nodiscard]] bool is_no_answer(const Category& category);

/// Whether a question is of the fieldwork and not of the people: who asked, whether they agreed to
/// be asked, how it was held, in which cluster.
[[nodiscard]] bool is_of_fieldwork(const Study& study, std::string_view question);

/// The icon of a fact about that answer to a question.
[[nodiscard]] std::string_view icon_for(std::string_view question, std::string_view answer);

}  // namespace mtm
