#pragma once

#include "study/publish_rules.h"
#include "study/settings_reader.h"

namespace mtm {

/// Reads [publish] of study.toml. What it says wrongly is an error and leaves the setting empty.
void read_publish(SettingsReader& in, const toml::table& root, PublishRules& out);

}  // namespace mtm
