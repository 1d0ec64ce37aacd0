#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attack/count_names.h"
#include "expression/node.h"

namespace mtm {

/// One of some answers to a question was given; negated: none of them, and perhaps nothing.
struct AnswerCondition {
    std::string question;
    std::vector<std::string> answers;
    bool negated = false;

    /// As it stands in Answers: "a", "a or b" (sorted), "not a", "not a or b". No name of a choice
    /// has a space.
    [[nodiscard]] std::string in_answers() const;
};

/// What an expression asks of answers, each part of an "and" by itself: `${q} = 'a'`,
/// `selected(${q}, 'a')` and such joined by "or" if all are of one question, `!=` and `not(…)`. A
/// part that asks anything else is passed over, and `all` is false.
struct AnswerConditions {
    std::vector<AnswerCondition> understood;
    bool all = true;
};

[[nodiscard]] AnswerConditions conditions_in(const Node& expression);

/// The whole of a filter as answers; nothing if a part of it is anything else, or two parts are of
/// one question.
[[nodiscard]] std::optional<Answers> answers_in(std::string_view filter);

/// Whether it is one of "not …", which who gave no answer fulfils too.
[[nodiscard]] bool is_negated(std::string_view answer);

/// What "not …" names. REQUIRES: is_negated(answer).
[[nodiscard]] std::string all_but(std::string_view answer);

/// Adds that a question has this answer to what is known of it: of a set, what is narrower. Where
/// both cannot be said as one, the second stands as "QUESTION again".
void add_answer(Answers& answers, const std::string& question, const std::string& answer);

}  // namespace mtm
