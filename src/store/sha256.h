#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// The SHA-256 of bytes, as 32 bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace mtm
