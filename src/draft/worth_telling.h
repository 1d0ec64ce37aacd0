#pragma once

#include <cstddef>

namespace mtm {

/// What a draft tells of differences and changes: nothing that chance gives once in twenty families
/// of tests, no fewer points than these, and nothing of fewer people.
inline constexpr double chance_of_a_family = 0.05;
inline constexpr double fewest_points_told = 5;
inline constexpr double least_part_told = 0.05;  // of a mean, in place of points
inline constexpr std::size_t smallest_base_compared = 30;

}  // namespace mtm
