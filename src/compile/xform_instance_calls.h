#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace mtm {

/// Where expressions such as instance('cities')/root/item[name = ${city}]/label begin and end in a
/// text that people read: from instance( to the white space after its path, with white space inside
/// predicates.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> instance_expressions(
    std::string_view text);

}  // namespace mtm
