#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace mtm {

/// The tables of one question and one banner that a row of the plan is made of: by question, then
/// by banner. One that is of one question and one banner is its own only part.
[[nodiscard]] std::vector<TableSpec> parts_of(const TableSpec& spec);

/// What stands side by side in it: `by` alone unless there are several.
[[nodiscard]] std::vector<Banner> banners_of(const TableSpec& spec);

/// The names that its columns `question` and `by` hold: each once, in order.
[[nodiscard]] std::vector<std::string> variables_counted(const TableSpec& spec);
[[nodiscard]] std::vector<std::string> variables_of_groups(const TableSpec& spec);

}  // namespace mtm
