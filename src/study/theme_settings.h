#pragma once

#include "study/settings_reader.h"
#include "study/theme.h"

namespace mtm {

/// Reads [theme], and tells of colours that are none, that are too pale for a page, or that some
/// readers could not tell apart.
void read_theme(SettingsReader& reader, const toml::table& root, ThemeSettings& out);

}  // namespace mtm
