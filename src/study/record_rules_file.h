#pragma once

#include "questionnaire/questionnaire.h"
#include "study/record_rules.h"
#include "study/settings_reader.h"

namespace mtm {

/// Reads [protection.records] out of [protection].
void read_record_rules(SettingsReader& reader, const toml::table& protection, RecordRules& out);

/// Tells of rules that name no question of the form, or that its type cannot follow.
[[nodiscard]] Diagnostics check_record_rules(const RecordRules& rules,
                                             const Questionnaire& form,
                                             const std::string& file_name);

}  // namespace mtm
