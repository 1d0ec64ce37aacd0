#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// A label without its mark-up: HTML tags, Markdown's emphasis and heading signs. `${…}` stays.
[[nodiscard]] std::string plain_label(std::string_view label);

/// Whether the language (BCP 47) is written from right to left.
[[nodiscard]] bool is_right_to_left(std::string_view language);

}  // namespace mtm
