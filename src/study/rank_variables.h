#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// Variables that a ranking is counted by: what stands first, second and so on, and what stands at
/// any of these ranks. All are asked where the first question is, so that their percentages are of
/// the same people. `questions` are either one of XLSForm's type rank or several select_one over
/// one list of choices: first rank first.
///
/// The error says why the questions are no ranking. REQUIRES: they are the form's.
[[nodiscard]] Result<std::vector<DerivedVariable>> rank_variables(
    const Questionnaire& form, const std::vector<std::string>& questions);

}  // namespace mtm
