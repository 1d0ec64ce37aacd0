#pragma once

#include <vector>

namespace mtm {

/// A label that would like its middle at `at_px` and is `size_px` high.
struct SpreadLabel {
    double at_px = 0;
    double size_px = 0;
};

/// Where the middles come to stand so that no two labels meet, each as near to where it would like
/// to be as the others allow, in the order of `at_px`; none begins above `top_px`. The answer is in
/// the order of `labels`. (Pool adjacent violators: labels that would meet form a block, whose
/// place is the mean of what its labels want.)
[[nodiscard]] std::vector<double> spread_labels(const std::vector<SpreadLabel>& labels,
                                                double top_px);

}  // namespace mtm
