#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// A label without its mark-up: HTML tags, Markdown's emphasis and heading signs. `${…}` stays.
[[nodiscard]] std::string plain_label(std::string_view label);

}  // namespace mtm
