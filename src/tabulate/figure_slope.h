#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "expression/node.h"

namespace mtm {

/// The arithmetic of a figure at some values of its aggregates: what comes out, and by how much it
/// changes with each of them.
struct FigureSlope {
    double value = 0;  // before round() rounds it
    std::vector<double> slopes;
    bool straight = true;  // the slopes are the same everywhere
};

/// Of a figure whose aggregates have `values`, in the order in which they stand. The interval of a
/// rounded number is that of the number before it was rounded. An error, which names the function,
/// where the arithmetic is not smooth: if(), min(), abs(), comparisons. REQUIRES: as many values
/// as aggregates.
[[nodiscard]] Result<FigureSlope> slope_of_figure(const Node& root, std::span<const double> values);

}  // namespace mtm
