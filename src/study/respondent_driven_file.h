#pragma once

#include "study/settings_reader.h"
#include "study/study.h"

namespace mtm {

/// Reads [respondent_driven] of study.toml, if the file has the section. Format:
/// docs/respondent-driven.md.
void read_respondent_driven(SettingsReader& reader, const toml::table& root, StudyFile& out);

}  // namespace mtm
