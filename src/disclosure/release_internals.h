#pragma once

#include "disclosure/released.h"

namespace mtm {

/// Where numbers of people are rounded: the significant digits of means, and under how many units
/// a group has none. A count is off by less than two units.
inline constexpr int digits_beside_rounding = 2;
inline constexpr std::size_t few_beside_rounding = 3;

/// The table as it is, with nothing withheld, without its rows and parts.
[[nodiscard]] SafeTable printed_alone(const Table& table, int threshold);

/// Takes the numbers out of what is marked as withheld.
void empty_withheld(SafeTable& safe);

/// Takes out rows and groups that are withheld and of that kind, such as those that are named by
/// what people said: a group with all within it.
void drop_withheld_rows(SafeTable& safe, bool (*is_of_kind)(const Category&));

/// A figure whose numbers are withheld.
[[nodiscard]] FigureValue emptied(const FigureValue& figure, std::size_t threshold);

}  // namespace mtm
