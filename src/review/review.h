#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// What an experienced officer would say of a form that works: translations that are missing,
/// choices that nobody is ever offered, personal data, no way to refuse. Only warnings, in the
/// order of the rows; docs/checks.md explains each. `file_name` goes into their places.
[[nodiscard]] Diagnostics review(const Questionnaire& form, const std::string& file_name);

/// The codes that `review` gives: what a study may switch off.
[[nodiscard]] std::vector<std::string> review_codes();

}  // namespace mtm
