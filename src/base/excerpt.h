#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// What a message shows of a text of which the byte `at` matters: all of it, or, of a long one,
/// what stands round that place, between dots. Never half a letter.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t at);

}  // namespace mtm
