#pragma once

#include <string>
#include <vector>

#include "expression/node.h"

namespace mtm {

/// Whether a function is of all that a repeat holds: count(${member}), sum(${age}), and min, max,
/// join, count-non-empty and indexed-repeat of such. min and max of several arguments compare
/// those.
[[nodiscard]] bool is_of_node_set(const Node& node);

/// Names in ${…} that stand for one answer, in order of first appearance, each once: those outside
/// of functions of a node-set.
[[nodiscard]] std::vector<std::string> row_references(const Node& node);

/// The others: those within functions of a node-set.
[[nodiscard]] std::vector<std::string> node_set_references(const Node& node);

}  // namespace mtm
