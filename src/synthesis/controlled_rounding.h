#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace mtm {

/// A table of rows and columns whose whole-number sums are given, and what may be in its cells.
/// All vectors of cells are row after row.
struct RoundingProblem {
    std::vector<long long> row_sums;
    std::vector<long long> column_sums;  // of the same total
    std::vector<long long> low;          // by cell
    std::vector<long long> high;
    std::vector<bool> firm;     // `high` may not be given up where it stands in the way of the sums
    std::vector<double> prior;  // what to start from: positive where a cell may be positive
};

/// Real numbers with the problem's sums, as near to `prior` as iterative proportional fitting
/// brings it (Deming and Stephan 1940), clamped to the bounds in each round.
[[nodiscard]] std::vector<double> fitted_table(const RoundingProblem& problem);

/// Whole numbers with exactly the problem's sums. Where the bounds allow it each is a neighbour of
/// its fitted number (controlled rounding in two dimensions, always possible without bounds: Cox
/// and Ernst 1982; here found as a flow). Where not, cells move further from it, then beyond bounds
/// that are not firm, and beyond firm ones only if there is no other way. REQUIRES: sums of 0 or
/// more, of one total; low <= high.
[[nodiscard]] std::vector<long long> controlled_rounding(const RoundingProblem& problem,
                                                         Random& random);

}  // namespace mtm
