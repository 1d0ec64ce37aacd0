#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "study/study.h"

namespace mtm {

/// A column as the tables of one level read it.
struct PlannedColumn {
    enum class Held { bits, codes, sets, numbers };

    std::string name;
    Held held = Held::bits;
    std::size_t categories = 0;  // or different numbers
    std::vector<std::string> tables;
};

/// One division of the rows into groups, and the tables that share it.
struct PlannedGrouping {
    std::vector<std::string> by;  // empty: everyone together
    bool nested = false;          // each within the one before
    std::size_t groups = 0;
    std::size_t layers = 1;  // more where a row can be in several groups
    std::vector<std::string> tables;
};

/// The rows that tables are of: who was asked, and the filter. How many they are is not said, for
/// they may be few.
struct PlannedBase {
    std::vector<std::string> asked;  // questions whose skip logic bounds it
    std::string where;
    std::vector<std::string> tables;
};

struct PlannedLevel {
    std::string repeat;  // empty: the interview itself
    std::size_t rows = 0;
    std::size_t units = 0;  // primary units, and their strata; 0 without standard errors
    std::size_t strata = 0;
    bool weighted = false;  // or with standard errors: else whole numbers say it all
    bool has_errors = false;
    bool has_weights = false;     // some row stands for another number than one
    std::string obstacle;         // why weighted estimates are made each by itself; else empty
    std::size_t rows_of_run = 0;  // at least, of whole units; 0 where there is no weighted pass
    std::size_t passes = 0;       // weighted, over the rows
    std::vector<PlannedColumn> columns;
    std::vector<PlannedGrouping> groupings;
    std::vector<PlannedBase> bases;
    std::vector<std::string> medians;  // tables, for which rows are put in the order of numbers
    // Tables of which each weighted estimate is made by itself: all where there is an obstacle,
    // else those whose percentages are of a row or of the whole table.
    std::vector<std::string> singly;
};

/// A table of the plan that the data cannot give.
struct PlannedWithout {
    std::string table;
    std::string why;
};

/// How `tabulate` makes the tables of a plan.
struct TabulationPlan {
    bool rehearsal = false;
    std::size_t tables = 0;
    std::vector<PlannedLevel> levels;
    std::vector<PlannedWithout> without;
};

/// REQUIRES: the study was checked without errors.
[[nodiscard]] TabulationPlan plan_of_tabulation(const Study& study, const Dataset& dataset);

/// The plan in sentences, for people.
[[nodiscard]] std::string text_of(const TabulationPlan& plan);

}  // namespace mtm
