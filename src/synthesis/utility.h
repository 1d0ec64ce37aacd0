#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "synthesis/coded_records.h"

namespace mtm {

/// How near invented records come to one table. A cell whose count is known to lie between bounds
/// deviates by as much as the invented count lies outside of them; impossible cells are counted
/// too.
struct TableUtility {
    std::vector<std::size_t> variables;
    std::size_t cells = 0;
    std::size_t cells_equal = 0;  // within their bounds: equal, where the count is known
    double mean_deviation = 0;    // records a cell
    long long largest_deviation = 0;
    // Cramér's V (1946) before and after, of tables of two variables whose cells are all known.
    std::optional<double> association_given;
    std::optional<double> association_invented;

    [[nodiscard]] double share_equal() const {
        return cells == 0 ? 1 : static_cast<double>(cells_equal) / static_cast<double>(cells);
    }
};

/// Combinations (cells) whose published count is at most `up_to`, and more than the bucket before.
struct CountBucket {
    long long up_to = 0;
    std::size_t combinations = 0;
    double mean_count = 0;
    double mean_error = 0;               // |invented − published|
    double mean_proportional_error = 0;  // the same over the published count
};

/// Of all combinations of so many attributes as the tables tell of, in the words of the Synthetic
/// Data Showcase's evaluation (preservation, suppression, fabrication, leakage by length).
struct CombinationUtility {
    std::size_t length = 0;      // attributes in a combination
    std::size_t published = 0;   // with a count above 0; of rounded ones, the middle of the bounds
    std::size_t kept = 0;        // of those, with an invented record
    std::size_t suppressed = 0;  // of those, without
    std::size_t empty = 0;       // known to be empty, impossible ones among them
    std::size_t fabricated = 0;  // of those, with an invented record
    std::size_t withheld = 0;    // not published
    std::size_t withheld_met = 0;         // of those, with an invented record
    std::size_t withheld_over_bound = 0;  // of those, with more than the bound: 0 by promise
    double mean_count = 0;                // of those published
    double mean_error = 0;
    double mean_proportional_error = 0;
    std::vector<CountBucket> buckets;  // up to 10, 100, 1,000 … those that have combinations
};

struct UtilityReport {
    std::size_t records = 0;
    std::vector<TableUtility> tables;           // in the order of those given
    std::vector<CombinationUtility> by_length;  // lengths that tables have, ascending
    std::size_t distinct_records = 0;           // different in at least one variable
    std::size_t records_with_twin = 0;  // identical in all variables to another invented record
    std::size_t most_alike = 0;         // records in the largest such group

    /// The mean over tables with one of |V given − V invented|; none without such tables.
    [[nodiscard]] std::optional<double> mean_association_change() const;
};

/// What may be said in public of how well invented records keep the tables: it needs nothing but
/// what is published. Where there are more or fewer records than the tables' total, tables are
/// scaled as synthesize() scales them.
/// REQUIRES: check_tables(); records of the tables' variables, at least one.
[[nodiscard]] UtilityReport utility_of(const MarginalTables& tables, const CodedRecords& records);

/// Cramér's V of a table of counts, rows after each other: 0 (independent) … 1. None if all people
/// are in one row or one column.
[[nodiscard]] std::optional<double> cramers_v(const std::vector<long long>& counts,
                                              std::size_t columns);

}  // namespace mtm
