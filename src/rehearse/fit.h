#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/result.h"
#include "rehearse/count_model.h"

namespace mtm {

/// Numbers of people that satisfy every claim of a count model.
struct FittedCounts {
    long long people = 0;
    std::vector<std::vector<long long>> cells;  // by clique and cell
    std::map<int, std::vector<long long>>
        sums;  // by number and cell of its clique: over its people, in steps of the number
};

/// Finds counts that satisfy all claims and look like a survey: as near as whole numbers can be to
/// the most even distribution that the claims allow, so that what no figure mentions has a share
/// too. `people` is used where no figure says how many were interviewed. Fails if the claims
/// contradict each other.
[[nodiscard]] Result<FittedCounts> fit(const CountModel& model,
                                       long long people,
                                       std::uint64_t seed);

/// The most even real numbers under rows of a program (least Kullback–Leibler distance from
/// `weights`), by cyclic Bregman projections. Columns of weight 0 are left alone, and so are rows
/// that hold any.
[[nodiscard]] std::vector<double> even_distribution(const IntegerProgram& program,
                                                    const std::vector<double>& weights);

}  // namespace mtm
