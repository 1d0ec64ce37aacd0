#pragma once

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

/// Checks what [fieldwork] of study.toml says against the questionnaire, and fills in what it does
/// not say: the area is the question of [areas]; group, enumerator and language are the questions
/// that most forms have for them (sex, enumerator, interview_language and their like). `place` is
/// the file's.
[[nodiscard]] Diagnostics settle_fieldwork(Study& study, const Place& place);

}  // namespace mtm
