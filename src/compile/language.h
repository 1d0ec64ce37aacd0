#pragma once

#include <string_view>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// "English (en)" → {header "English (en)", code "en"}.
[[nodiscard]] Language language_from_header(std::string_view header);

}  // namespace mtm
