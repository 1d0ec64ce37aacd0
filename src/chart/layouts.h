#pragma once

#include <string>
#include <vector>

#include "chart/chart_data.h"
#include "chart/drawing.h"

namespace mtm {

// The specification of each kind of chart; `specification` chooses among them.

[[nodiscard]] std::string bar_specification(const ChartData& data);
[[nodiscard]] std::string stacked_bar_specification(const ChartData& data);
[[nodiscard]] std::string diverging_bar_specification(const ChartData& data);
[[nodiscard]] std::string pyramid_specification(const ChartData& data);
[[nodiscard]] std::string donut_specification(const ChartData& data);
[[nodiscard]] std::string dot_specification(const ChartData& data);
[[nodiscard]] std::string line_specification(const ChartData& data);
[[nodiscard]] std::string slope_specification(const ChartData& data);
[[nodiscard]] std::string flow_specification(const ChartData& data);

/// Under this width category labels stand above their bars instead of beside them.
inline constexpr int narrow_px = 520;

/// Rows of horizontal bars from top to bottom, and where their category labels are.
struct BarRows {
    double left_px = 0;    // room for labels left of the plot
    double height_px = 0;  // of the plot
    std::vector<double> bars_top_px;
};

/// Lays out a row a category, each with bars `bars_px` high, and adds the category labels.
[[nodiscard]] BarRows add_bar_rows(Drawing& drawing, const ChartData& data, double bars_px);

/// Legend entries of the groups, in order.
[[nodiscard]] std::vector<LegendEntry> group_legend(const ChartData& data,
                                                    const std::vector<Fill>& fills);

/// A layer of rectangles over the rows {category, group, value, from, to, top, bottom, colour},
/// with grid lines at `ticks`.
[[nodiscard]] nlohmann::json bar_layer(nlohmann::json rows,
                                       double from,
                                       double to,
                                       const std::vector<double>& ticks);

}  // namespace mtm
