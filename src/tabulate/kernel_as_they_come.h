#pragma once

#include <span>
#include <vector>

#include "tabulate/kernel.h"

namespace mtm {

/// count_in_one_pass of parts whose rows stay as they come: each row adds its weight and 1 to the
/// cell of its part and category. That is the least work there can be for columns by code that are
/// counted once, as nothing has to be put in order first. The sums are those of ordered rows, to
/// the bit.
[[nodiscard]] std::vector<KernelResult> count_as_they_come(const KernelRows& rows,
                                                           std::span<const KernelWork> works,
                                                           int threads);

}  // namespace mtm
