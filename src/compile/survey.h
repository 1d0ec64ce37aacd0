#pragma once

#include <string>

#include "compile/form_sheet.h"

namespace mtm {

/// Reads the survey sheet into `questionnaire.questions` and `.groups`; languages and lists must be
/// there. Choices from files and from the sheet external_choices are not compiled.
void compile_survey(const FormSheet& sheet, Questionnaire& questionnaire, Diagnostics& diagnostics);

/// Checks what only the whole form can tell: that every ${name} exists, that no relevance or
/// calculation depends on itself, and that translations were reviewed.
void check_references(const FormSheet& sheet,
                      const Questionnaire& questionnaire,
                      Diagnostics& diagnostics);

/// Counts, for each language but the default one, the texts that no speaker has reviewed.
void check_reviews(const FormSheet& sheet,
                   const Questionnaire& questionnaire,
                   Diagnostics& diagnostics);

}  // namespace mtm
