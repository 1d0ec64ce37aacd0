#pragma once

#include "disclosure/withheld.h"

namespace mtm {

/// withhold() for tables whose cells count those who are in a category.
[[nodiscard]] Withheld withheld_counts(const Table& table,
                                       const Withheld& besides,
                                       const Withheld& known,
                                       std::size_t threshold);

/// withhold() for means, medians, totals and ratios.
[[nodiscard]] Withheld withheld_numbers(const Table& table,
                                        const Withheld& besides,
                                        std::size_t threshold);

}  // namespace mtm
