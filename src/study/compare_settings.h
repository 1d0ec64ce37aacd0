#pragma once

#include <string>

#include "base/diagnostic.h"
#include "study/compare_rules.h"
#include "study/settings_reader.h"
#include "study/study.h"

namespace mtm {

/// Reads [compare] of study.toml; `out` stays as it is where there is none.
void read_compare(SettingsReader& in, const toml::table& root, CompareRules& out);

/// What [compare] names that the study does not have: questions, and recodes of what is no closed
/// question. Whether a choice exists is known only with the other round at hand.
[[nodiscard]] Diagnostics check_compare(const Study& study, const std::string& toml_name);

}  // namespace mtm
