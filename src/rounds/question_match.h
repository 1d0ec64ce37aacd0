#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace mtm {

/// A question or derived variable of two rounds, found by its name.
struct QuestionMatch {
    std::string name;
    bool derived = false;
    int before = -1;  // index into the questions of each round, of a derived variable into those of
    int now = -1;     // the plan; -1: it does not have it
    std::string not_comparable;      // why, in a sentence; empty: it is compared
    std::vector<std::string> notes;  // what a reader of the comparison must know, in sentences
    /// Choices that the rounds word differently: their numbers stand, and no difference.
    std::vector<std::string> other_meaning;

    [[nodiscard]] bool comparable() const { return not_comparable.empty(); }
};

/// The closed and numeric questions of both rounds, in the order of this round's form, then those
/// that only the other one asks; then the derived variables in the same way. Questions that
/// identify a person are not among them. Not comparable are those that only one round asks, of
/// another type, of a repeat in one round alone, and, unless [compare] same of this round names
/// them, those asked of others. Other wording is a note. A derived variable is compared if the
/// question that it is made of is, by the categories that both rounds define by the same
/// expression. `before` and `now` are recoded already (rounds/recode.h).
[[nodiscard]] std::vector<QuestionMatch> match_questions(const Study& before, const Study& now);

}  // namespace mtm
