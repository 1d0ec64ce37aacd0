#pragma once

#include <optional>
#include <string>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// What of a person a question seems to ask that would tell who it is: "a telephone number"; empty
/// if nothing. By its type, its name and its labels in English, French, Spanish, Russian, Ukrainian
/// and Arabic. Names of staff count too, names of places do not.
[[nodiscard]] std::string personal_data_in(const Question& question);

/// The question that asks for consent, by its name or labels in the same languages; -1 if none
/// does.
[[nodiscard]] int consent_question(const Questionnaire& form);

}  // namespace mtm
