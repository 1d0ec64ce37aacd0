#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "expression/node.h"
#include "tabulate/level_columns.h"
#include "tabulate/table.h"

namespace mtm {

/// The rows of a base, 1 where a row belongs to it, with what bounds it.
struct BaseRows {
    std::vector<std::uint8_t> rows;
    Base base;
};

/// Names in an expression outside asked() and answered(), each once: the questions that must have
/// been asked.
[[nodiscard]] std::vector<std::string> bounding_references(const Node& node);

/// The expression with each comparison of a derived variable with a category replaced by
/// membership. Where several categories share a name, the one whose own subset is a part of `where`
/// is meant, else the one that has none. REQUIRES: every derived variable named has a column.
[[nodiscard]] Node resolve_derived(const Node& node, LevelColumns& columns, const Node* where);

/// The categories of a derived variable that hold under `where`, in order, one for each name:
/// indices into DerivedVariable::categories.
[[nodiscard]] std::vector<int> categories_under(const DerivedVariable& variable, const Node* where);

/// Rows that were asked every question of `asked` and satisfy `where` (null: all). `where` is the
/// expression as written; its own questions must be in `asked` if they are to bound the base.
[[nodiscard]] BaseRows base_rows(LevelColumns& columns,
                                 const std::vector<std::string>& asked,
                                 const Node* where);

/// Why estimates of this study have no standard error; said wherever one would stand.
[[nodiscard]] std::string reason_for_no_interval(const Study& study);

}  // namespace mtm
