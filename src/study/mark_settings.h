#pragma once

#include "study/mark_rules.h"
#include "study/settings_reader.h"

namespace mtm {

/// Reads [marks] of study.toml; `out` stays as it is where there is none.
void read_marks(SettingsReader& in, const toml::table& root, MarkRules& out);

}  // namespace mtm
