#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "chart/chart_data.h"
#include "chart/drawing.h"

namespace mtm {

/// From 0 to a round number that no value exceeds, with few enough ticks to be read.
struct ValueAxis {
    double max = 1;
    std::vector<double> ticks;
};

/// REQUIRES: room for at least one interval.
[[nodiscard]] ValueAxis value_axis(double largest, bool percent, int intervals);

/// A tick as printed: "20%", "1,500".
[[nodiscard]] std::string tick_label(double value, const ChartData& data);

/// The greatest value of the data that is not withheld; 0 if there is none.
[[nodiscard]] double largest_value(const ChartData& data);

/// Grid lines across the plot at the ticks, labelled under it, with the unit under them. Returns
/// the height that the labels take.
double add_value_axis(Drawing& drawing,
                      const ChartData& data,
                      const ValueAxis& axis,
                      double plot_px,
                      double height_px);

}  // namespace mtm
