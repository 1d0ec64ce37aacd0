#pragma once

#include "study/settings_reader.h"
#include "study/study.h"

namespace mtm {

/// Reads [variance]: what it says of itself, and of [sample], is checked here. REQUIRES: [sample]
/// was read.
void read_variance(SettingsReader& reader, const toml::table& root, StudyFile& file);

}  // namespace mtm
