#pragma once

#include <vector>

#include "questionnaire/questionnaire.h"
#include "study/text_sheets.h"

namespace mtm {

/// A questionnaire as the sheets of an XLSForm: survey, choices, settings. What compiles to it
/// again, but for what a Questionnaire does not hold: media, triggers, bind columns, entities, who
/// reviewed the choices' translations. Columns that would be empty are left out, and so are groups
/// without a question.
[[nodiscard]] std::vector<TextSheet> form_sheets(const Questionnaire& form);

}  // namespace mtm
