#pragma once

#include <string_view>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// The language of the form (index into Questionnaire::languages) that an answer such as "ru",
/// "russian" or "Russian" names: by code, by name, or by the label of the choice; −1 if none.
[[nodiscard]] int language_named_by(const Questionnaire& questionnaire,
                                    int question,
                                    std::string_view answer);

}  // namespace mtm
