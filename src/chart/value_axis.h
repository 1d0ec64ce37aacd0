#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "chart/chart_data.h"
#include "chart/drawing.h"

namespace mtm {

/// From a round number that no value is below to one that none exceeds, 0 among them, with few
/// enough ticks to be read.
struct ValueAxis {
    double min = 0;
    double max = 1;
    std::vector<double> ticks;

    /// Where a value stands, from 0 at `min` to 1 at `max`.
    [[nodiscard]] double share(double value) const { return (value - min) / (max - min); }
};

/// `smallest` counts where it is below 0. REQUIRES: room for at least one interval.
[[nodiscard]] ValueAxis value_axis(double largest,
                                   bool percent,
                                   int intervals,
                                   double smallest = 0);

/// A tick as printed: "20%", "1,500".
[[nodiscard]] std::string tick_label(double value, const ChartData& data);

/// The greatest value of the data that is not withheld; 0 if there is none.
[[nodiscard]] double largest_value(const ChartData& data);

/// The least value or lower end of an interval of those that are not withheld; 0 if none is below.
[[nodiscard]] double least_mark(const ChartData& data);

/// The line from which bars go to either side, or above and below which lines run; none where it is
/// the edge of the plot.
void add_zero_line(Drawing& drawing, const ValueAxis& axis, double plot_px, double height_px);

/// Grid lines across the plot at the ticks, labelled under it, with the unit under them. Returns
/// the height that the labels take.
double add_value_axis(Drawing& drawing,
                      const ChartData& data,
                      const ValueAxis& axis,
                      double plot_px,
                      double height_px);

}  // namespace mtm
