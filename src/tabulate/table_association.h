#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// Tests whether the groups of a table answer alike, as R's svychisq with statistic "F": among
/// those who gave an answer and are in a group; blank and “I do not know” are none. An error that
/// says why there is no test: no groups, no percentages, several answers possible, groups that
/// overlap or are divided again, rows of a repeat, the largest answers alone; a design without
/// selection, or whose variances are by recruitment or replicates; or nothing to test.
[[nodiscard]] Result<Association> association_in(const Study& study,
                                                 const Dataset& dataset,
                                                 const Table& table);

/// The same for every table that can be tested and has no further parts; sets it there.
void test_associations(const Study& study, const Dataset& dataset, std::vector<Table>& tables);

/// A table of `question` by the groups of `by`, of those for whom `where` holds, tested. An error
/// where a name is no question with categories, or would name people.
[[nodiscard]] Result<Table> tested_table(const Study& study,
                                         const Dataset& dataset,
                                         const std::string& question,
                                         const std::string& by,
                                         const std::optional<Expression>& where);

/// “F(1.80, 42.10) = 3.210, p = 0.049”, in every language the same.
[[nodiscard]] std::string words_of(const Association& association);

}  // namespace mtm
