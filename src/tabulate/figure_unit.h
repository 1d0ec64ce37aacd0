#pragma once

#include "expression/node.h"
#include "tabulate/figure.h"

namespace mtm {

/// The unit that a figure prints in: that of its aggregate, kept by what keeps it (a sum of
/// percentages, a percentage taken from 100); a difference of percentages is in percentage points,
/// what is true or false is text, and anything else is a plain number.
[[nodiscard]] FigureUnit unit_of(const Node& node);

}  // namespace mtm
