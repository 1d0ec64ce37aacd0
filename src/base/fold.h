#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// A text as it is compared with others: case (of all scripts) and runs of white space do not
/// count.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace mtm
