#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// The picture beside a fact: an <svg> element that takes the colour of the text round it, and that
/// readers of the screen pass over. Absent if there is none of that name.
[[nodiscard]] std::optional<std::string> icon(std::string_view name);

[[nodiscard]] const std::vector<std::string>& icon_names();

}  // namespace mtm
