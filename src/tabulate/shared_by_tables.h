#pragma once

#include <map>
#include <string>
#include <vector>

#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/level_design.h"
#include "tabulate/nested_groups.h"
#include "tabulate/summed_numbers.h"

namespace mtm {

/// What the tables of one level share, each of one question and one banner (`parts_of`); made when
/// it is first needed. Addresses stay.
class SharedByTables {
public:
    SharedByTables(const Study& study, const Dataset& dataset, int level);

    /// Groups of the `by` of a table under its `where`; without places where they are not nested.
    [[nodiscard]] const NestedGroups& grouping(const TableSpec& spec);

    /// Rows of those who were asked what a table is of and for whom its `where` holds.
    [[nodiscard]] const BaseRows& base(const TableSpec& spec);

    /// Of a question, by row.
    [[nodiscard]] SummedNumbers numbers(const std::string& name);

    LevelColumns columns;
    LevelDesign design;

private:
    std::map<std::string, NestedGroups> groupings_;
    std::map<std::string, BaseRows> bases_;
    std::map<std::string, SummedNumbers> numbers_;
};

/// Whether TablePass has the numbers of a table of one question and one banner: not of percentages
/// that are of a row or of the whole table, for they are not of the groups it counts.
[[nodiscard]] bool is_for_one_pass(const TableSpec& spec);

/// True for means, medians, totals and ratios.
[[nodiscard]] bool is_numeric_statistic(Statistic statistic);

/// The level whose rows a table counts. An error if the data have no answers to what it is of, or
/// those of different repeats.
[[nodiscard]] Result<int> level_of_table(const Study& study,
                                         const Dataset& dataset,
                                         const TableSpec& spec);

}  // namespace mtm
