#pragma once

#include "attack/public_system.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// What a stranger takes from the published questionnaire and codebook: which questions are asked
/// of those who gave some answers to a question that everybody was asked, of which answers the
/// categories of derived questions are, and which answers tell of another: by skip logic of one
/// answer, and by filters of choices that compare a column with an answer.
[[nodiscard]] PublicStructure public_form(const Questionnaire& form, const Plan& plan);

}  // namespace mtm
