#pragma once

#include <algorithm>
#include <cstddef>

#include "tabulate/table.h"

namespace mtm {

/// Of a base so large, whole percentages do not tell its exact number.
inline constexpr std::size_t rounding_hides_from = 200;

[[nodiscard]] inline bool is_few(std::size_t n, std::size_t threshold) {
    return n > 0 && n < threshold;
}

/// A count that would single out those whom it counts, or the others of its base. Of few nothing is
/// counted: that none of them is a woman tells that each is a man.
[[nodiscard]] inline bool is_sensitive(std::size_t n, std::size_t base, std::size_t threshold) {
    if (is_few(base, threshold)) return true;
    return is_few(n, threshold) || (base > n && is_few(base - n, threshold));
}

/// The same where `n` and `base` count rows of a repeat: fewer interviews than rows decide.
[[nodiscard]] inline bool is_sensitive(const RowSet& counted,
                                       const RowSet& base,
                                       std::size_t threshold) {
    if (!counted.known() || !base.known() || counted.level() == 0) return false;
    const std::size_t people = counted.people();
    if (is_few(base.people(), threshold)) return true;
    return is_few(people, threshold) || is_few((base - counted).people(), threshold);
}

[[nodiscard]] inline std::size_t fewest_of(const Estimate& estimate) {
    return std::min(estimate.n, estimate.fewest.value_or(estimate.n));
}

[[nodiscard]] inline std::size_t less(std::size_t whole, std::size_t parts) {
    return whole > parts ? whole - parts : 0;
}

}  // namespace mtm
