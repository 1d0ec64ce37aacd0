#pragma once

#include "study/settings_reader.h"
#include "study/study.h"

namespace mtm {

/// Reads [sample] and [weights] of study.toml: what they say of themselves is checked here.
void read_weighting(SettingsReader& reader, const toml::table& root, StudyFile& file);

}  // namespace mtm
