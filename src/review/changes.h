#pragma once

#include <string>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// What became incomparable between two rounds of a form, as warnings at the rows of the newer one
/// (at those of the older where the newer has none): questions gone, of another type, asked of
/// others or worded otherwise; choices gone, new or with another meaning. A question that is gone
/// and one of the same words under a new name are told as a change of name.
[[nodiscard]] Diagnostics changes_since(const Questionnaire& before,
                                        const std::string& before_name,
                                        const Questionnaire& now,
                                        const std::string& now_name);

}  // namespace mtm
