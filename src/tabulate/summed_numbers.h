#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "tabulate/row_set.h"

namespace mtm {

/// Numbers that are summed, by row of a level; NaN where there is none.
struct SummedNumbers {
    std::shared_ptr<const std::vector<double>> of_row;

    [[nodiscard]] double operator[](std::size_t row) const { return (*of_row)[row]; }

    bool operator==(const SummedNumbers& other) const;
};

/// Who is behind the sum of some rows: people are interviews, each with the sum of its rows.
struct PeopleBehind {
    std::size_t people = 0;   // who have a row
    std::size_t telling = 0;  // whose sum is not 0
    std::size_t rarer = 0;    // of only two numbers of rows, who have the rarer one; else `people`
    double between = 0;       // how far apart the two are
    double largest = 0;       // size of the largest sum
    double rest = 0;          // of the sizes of all sums but the two largest

    /// The fewest that the sum tells of, as NumberTally::fewest.
    [[nodiscard]] std::size_t fewest(double dominance) const;
};

/// REQUIRES: each of the rows has a number.
[[nodiscard]] PeopleBehind people_behind(const RowSet& rows, const SummedNumbers& numbers);

/// How many people have a row whose number is not above a value, or not below it: those who are
/// fewer.
[[nodiscard]] std::size_t fewer_people_beside(const RowSet& rows,
                                              const SummedNumbers& numbers,
                                              double value);

}  // namespace mtm
