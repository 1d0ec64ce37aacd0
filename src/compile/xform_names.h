#pragma once

#include <cstddef>
#include <string_view>

namespace mtm {

/// The length of the XML name without colon (NCName) that begins the text; 0 if none does.
[[nodiscard]] std::size_t name_length(std::string_view text);

/// The length of the white space that begins the text, Unicode's included.
[[nodiscard]] std::size_t space_length(std::string_view text);

}  // namespace mtm
