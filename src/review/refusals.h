#pragma once

#include "questionnaire/questionnaire.h"

namespace mtm {

/// What a choice offers beside the answers proper.
enum class Escape { none, unknown, refused, other };

/// By MTM's column `missing`, by the names that forms use for it (dk, 98, prefer_not, other) and by
/// labels in English, French, Spanish, Russian, Ukrainian and Arabic.
[[nodiscard]] Escape escape_of(const Choice& choice);

}  // namespace mtm
