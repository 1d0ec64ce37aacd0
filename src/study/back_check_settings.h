#pragma once

#include "study/back_check_rules.h"
#include "study/settings_reader.h"

namespace mtm {

/// Reads [back_check] of study.toml, if it is there. What it says of questions is held against the
/// questionnaire later (study/back_check_questions.h).
void read_back_check(SettingsReader& in, const toml::table& root, BackCheckRules& out);

}  // namespace mtm
