#pragma once

#include <string>
#include <vector>

#include "tabulate/coding.h"
#include "tabulate/table.h"

namespace mtm {

/// Groups each within the one before: those of the first variable, and after each of them those of
/// the second within it, and so on. A row is in a group and in all that hold it, in a layer each.
struct NestedGroups {
    Grouping grouping;
    std::vector<GroupPlace> places;  // everyone first, then as Grouping::groups
};

/// REQUIRES: there is at least one name, and each has a column.
[[nodiscard]] NestedGroups nested_groups(const LevelColumns& columns,
                                         const std::vector<std::string>& names,
                                         const Node* where);

}  // namespace mtm
