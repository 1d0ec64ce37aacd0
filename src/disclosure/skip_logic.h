#pragma once

#include <set>
#include <string>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// Names that an expression rests on: those that it mentions, and those that calculations which it
/// mentions are made of.
[[nodiscard]] std::set<std::string> names_behind(const Questionnaire& form, const Node& node);

/// Questions that are asked or not depending on the answer to this one, directly or through others
/// that are: whether they were answered tells of it.
[[nodiscard]] std::vector<int> questions_resting_on(const Questionnaire& form, int question);

}  // namespace mtm
