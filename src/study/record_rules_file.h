#pragma once

#include "questionnaire/questionnaire.h"
#include "study/record_rules.h"
#include "study/settings_reader.h"

namespace mtm {

/// Reads [protection.NAME] out of [protection]; what it does not say stays as it is in `out`.
void read_record_rules(SettingsReader& reader,
                       const toml::table& protection,
                       const std::string& name,
                       RecordRules& out);

/// Tells of rules that name no question of the form, or that its type cannot follow.
[[nodiscard]] Diagnostics check_record_rules(const RecordRules& rules,
                                             const std::string& name,
                                             const Questionnaire& form,
                                             const std::string& file_name);

}  // namespace mtm
