#pragma once

#include <string_view>

namespace mtm {

/// True if a default is an expression that the device computes (it calls a function, refers to a
/// question or does arithmetic), not a value. `type` is canonical: a hyphen is no minus in dates
/// and places.
[[nodiscard]] bool is_dynamic_default(std::string_view text, std::string_view type);

}  // namespace mtm
