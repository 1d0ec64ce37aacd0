#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// The bytes that a text in base64 (RFC 4648, with padding) stands for; white space in it is passed
/// over. Absent where it is no base64.
[[nodiscard]] std::optional<std::string> bytes_of_base64(std::string_view text);

/// Without line breaks.
[[nodiscard]] std::string base64_of(std::string_view bytes);

}  // namespace mtm
