#pragma once

#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// Some questions of a questionnaire as a form of their own.
struct ShortForm {
    /// A question whose answer another one's skip logic, limits, calculation or text needs.
    struct Need {
        int question = -1;   // of the whole questionnaire
        int needed_by = -1;  // and the question that names it

        bool operator==(const Need&) const = default;
    };

    Questionnaire form;
    std::vector<Need> added;         // asked too, in the order in which they were found
    std::vector<Need> out_of_reach;  // asked in a repeat, or with choices of a file: not in it
};

/// Those questions, with all that they need to be asked as they are asked in the whole form: the
/// questions that their logic names, in turn, and the groups they stand in with their logic. In the
/// order of the form; choices, translations and marks of disclosure stay. `questions` are outside
/// repeats.
[[nodiscard]] ShortForm short_form(const Questionnaire& whole, const std::vector<int>& questions);

/// Puts a question of its own before all others, outside groups; with its choices if it has any.
void put_before(Questionnaire& form, Question question, const ChoiceList& choices = {});

}  // namespace mtm
