#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "expression/node.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// What expressions of a study may name: questions and derived variables.
class StudyNames {
public:
    StudyNames(const Questionnaire& questionnaire, const Plan& plan)
        : questionnaire_(&questionnaire), plan_(&plan) {}

    [[nodiscard]] bool knows(std::string_view name) const;

    /// The names of the choices of a select question or of the categories of a derived variable;
    /// empty for any other name.
    [[nodiscard]] std::vector<std::string> categories(std::string_view name) const;

    [[nodiscard]] std::vector<std::string> all() const;

    /// Mistakes in a condition on one interview that need no data: names that do not exist, choices
    /// that are compared with a question but are not on its list, and functions over interviews.
    /// `place` is that of the expression.
    [[nodiscard]] Diagnostics check(const Expression& expression, const Place& place) const;

private:
    const Questionnaire* questionnaire_;
    const Plan* plan_;
};

}  // namespace mtm
