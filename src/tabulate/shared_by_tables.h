#pragma once

#include <map>
#include <string>
#include <vector>

#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/level_design.h"

namespace mtm {

/// What the tables of one level share; made when it is first needed. Addresses stay.
class SharedByTables {
public:
    SharedByTables(const Study& study, const Dataset& dataset, int level);

    /// Groups of the `by` of a table under its `where`.
    [[nodiscard]] const Grouping& grouping(const TableSpec& spec);

    /// Rows of those who were asked what a table is of and for whom its `where` holds.
    [[nodiscard]] const BaseRows& base(const TableSpec& spec);

    LevelColumns columns;
    LevelDesign design;

private:
    std::map<std::string, Grouping> groupings_;
    std::map<std::string, BaseRows> bases_;
};

/// True for means, medians, totals and ratios.
[[nodiscard]] bool is_numeric_statistic(Statistic statistic);

/// The level whose rows a table counts. An error if the data have no answers to what it is of, or
/// those of different repeats.
[[nodiscard]] Result<int> level_of_table(const Study& study,
                                         const Dataset& dataset,
                                         const TableSpec& spec);

}  // namespace mtm
