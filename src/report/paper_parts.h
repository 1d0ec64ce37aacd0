#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// A chart on paper, in millimetres. It may be made smaller down to that share of its size, and its
/// texts stay legible.
inline constexpr double paper_chart_width_mm = 152;
inline constexpr double paper_chart_height_mm = 195;
inline constexpr double smallest_legible = 0.8;

/// The SVG of a chart that would not be legible on one page of paper, cut between its rows: each
/// part has the legend over it and the axis under it, and the scale is that of the whole. Empty if
/// it fits, or is of a kind that has no rows of bars. `specification` is what it was drawn from.
[[nodiscard]] std::vector<std::string> paper_parts(const std::string& svg,
                                                   const std::string& specification);

/// Cuts the charts of a document that need it: the parts follow its drawings' sources. Returns the
/// exhibits whose charts paper can only hold smaller than legible.
[[nodiscard]] std::vector<int> add_paper_parts(Document& document);

}  // namespace mtm
