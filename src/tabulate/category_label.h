#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tabulate/table.h"

namespace mtm {

/// How a row or group is called in a language of the form: its label, or the answer itself. Of what
/// is no answer and has no label: `no_answer`, with the answer that was given, "No answer (999)".
[[nodiscard]] std::string label_of(const Category& category,
                                   std::size_t language,
                                   std::string_view no_answer);

/// Labels from the outermost group to this one, each within its parent; none of everyone.
[[nodiscard]] std::vector<std::string> labels_to_group(const Table& table,
                                                       std::size_t group,
                                                       std::size_t language,
                                                       std::string_view no_answer);

}  // namespace mtm
