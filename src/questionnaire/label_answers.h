#pragma once

#include <string>
#include <string_view>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// A label with "…" where an answer stands in it, as in "Is ${name} at home?", for places that have
/// no answer to put there.
[[nodiscard]] std::string without_answers(std::string_view label);
[[nodiscard]] Translated without_answers(const Translated& label);

}  // namespace mtm
