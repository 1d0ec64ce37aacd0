#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// A text as a string literal of Typst's: everything in it stands for itself. Pictographs (emoji)
/// are left out: no font of paper has them, and their own fonts stop Typst.
[[nodiscard]] std::string typst_string(std::string_view text);

/// An array of such strings: ("a", "b", ).
[[nodiscard]] std::string typst_strings(const std::vector<std::string>& texts);

}  // namespace mtm
