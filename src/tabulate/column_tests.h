#pragma once

#include <string>
#include <vector>

#include "study/mark_rules.h"
#include "tabulate/level_columns.h"
#include "tabulate/level_design.h"
#include "tabulate/table.h"

namespace mtm {

/// Tests each row of a table for differences between its groups (everyone together is none), and
/// notes each test as a contrast of the greater cell. The variance is that of the difference, by
/// the study's method (Precision): groups share clusters, and may share people. Student's t has a
/// degree of freedom less than the design's units less strata among both groups, as svyttest of R's
/// survey; where groups do not overlap, the answer is svyttest's. Groups with a base under
/// `rules.small_base` (of a mean or ratio: with so few numbers) are not tested, nor two between
/// which nothing varies. Percentages, means and ratios are compared; counts and totals are not, for
/// those tell of the size of a group, nor medians. REQUIRES: the design gives standard errors;
/// `table.rows` is set and `names` are the table's questions. `variations`: those of its cells, as
/// LevelDesign::percent_table gives them, or none.
void test_columns(const LevelDesign& design,
                  const LevelColumns& columns,
                  const std::vector<std::string>& names,
                  const MarkRules& rules,
                  LevelDesign::Variations variations,
                  Table& table);

}  // namespace mtm
