#pragma once

#include <string_view>

namespace mtm {

/// Whether an itemset is a file of choices: its name ends in .csv, .xml or .geojson.
[[nodiscard]] bool is_file(std::string_view itemset);
[[nodiscard]] bool is_geojson(std::string_view itemset);

/// Without the extension, if it has one; the id of its instance.
[[nodiscard]] std::string_view file_stem(std::string_view file);

}  // namespace mtm
