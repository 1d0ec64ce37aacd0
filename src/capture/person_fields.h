#pragma once

#include <string>

#include "capture/json_answer.h"

namespace mtm {

inline constexpr std::size_t longest_name = 100;   // characters
inline constexpr std::size_t longest_label = 100;  // characters

/// The field "email", as addresses are kept; a mistake if it can be none.
[[nodiscard]] std::string email_in(const Json& body, Mistakes& mistakes);

/// The field "label": must not be empty.
[[nodiscard]] std::string label_in(const Json& body, Mistakes& mistakes);

/// A number that an address names: {id}.
[[nodiscard]] std::optional<std::int64_t> id_in(std::string_view text);

}  // namespace mtm
