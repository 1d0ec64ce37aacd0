#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// A text's bytes as C libraries of cryptography and compression take them.
[[nodiscard]] inline const unsigned char* data_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

[[nodiscard]] inline unsigned char* data_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace mtm
