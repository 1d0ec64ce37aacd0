#pragma once

#include <cstdint>
#include <vector>

#include "dataset/dataset.h"

namespace mtm {

/// Of each row of a level, the row of the enclosing level `above` that holds it.
/// REQUIRES: `above` is the parent of `level`, or of one that holds it.
[[nodiscard]] std::vector<std::int32_t> rows_above(const Dataset& dataset,
                                                   const Level& level,
                                                   int above);

}  // namespace mtm
