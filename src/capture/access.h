#pragma once

#include <string_view>

namespace mtm {

/// The token of a path such as /key/TOKEN/formList under "/key/"; empty if it has none.
[[nodiscard]] std::string_view token_in_path(std::string_view path, std::string_view prefix);

}  // namespace mtm
