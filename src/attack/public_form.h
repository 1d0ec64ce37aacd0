#pragma once

#include "attack/public_system.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// What a stranger takes from the published questionnaire and codebook: which questions are asked
/// of those who gave some answers to a question that everybody was asked, and of which answers the
/// categories of derived questions are.
[[nodiscard]] PublicStructure public_form(const Questionnaire& form, const Plan& plan);

}  // namespace mtm
