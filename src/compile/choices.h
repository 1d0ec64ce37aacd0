#pragma once

#include <string>

#include "compile/form_sheet.h"

namespace mtm {

/// Reads the choices sheet into `questionnaire.lists`; the languages must have been collected.
/// `allow_duplicates` is the setting allow_choice_duplicates.
void compile_choices(const FormSheet& sheet,
                     bool allow_duplicates,
                     Questionnaire& questionnaire,
                     Diagnostics& diagnostics);

}  // namespace mtm
