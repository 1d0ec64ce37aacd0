#pragma once

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

/// Checks what [back_check] of study.toml says of questions against the questionnaire: that they
/// are there, asked once of each respondent, and of a type whose answers can be compared.
[[nodiscard]] Diagnostics check_back_check(const Study& study, const std::string& toml_name);

/// Whether an answer of that type can be held against a second one: not a file, a place or what
/// nobody is asked.
[[nodiscard]] bool can_be_compared(QuestionType type);

}  // namespace mtm
