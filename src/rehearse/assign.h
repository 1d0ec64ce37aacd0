#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "rehearse/count_model.h"
#include "rehearse/fit.h"

namespace mtm {

/// Fitted counts turned into people.
struct AssignedPeople {
    std::vector<std::vector<int>> atoms;  // by variable and person
    std::map<int, std::vector<long long>>
        numbers;  // in steps; by number with a claimed mean, person
};

/// Deals the counts out to people, from the root of each junction tree to its leaves: within a cell
/// of a separator, who gets which cell of the child is drawn by lot.
[[nodiscard]] AssignedPeople assign(const CountModel& model,
                                    const FittedCounts& counts,
                                    std::uint64_t seed);

/// `count` whole numbers from `low` to `high` that add to `sum`, spread as ages or incomes are.
/// REQUIRES: such numbers exist.
[[nodiscard]] std::vector<long long> numbers_adding_to(
    long long sum, std::size_t count, long long low, long long high, std::uint64_t seed);

}  // namespace mtm
