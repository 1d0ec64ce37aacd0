#include "chart/value_axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "chart/layouts.h"

namespace mtm {

ValueAxis value_axis(double largest, bool percent, int intervals) {
    const double least = percent ? 4 : 1;
    const double target = std::max(largest, least) / intervals;
    double step = 1;
    for (double decade = percent ? 1 : 0.1; step < target; decade *= 10) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            step = digit * decade;
            if (step >= target) break;
        }
    }
    if (percent && step >= 20 && step < 50) step = target <= 20 ? 20 : 25;
    ValueAxis axis;
    const double intervals_used = std::ceil(std::max(largest, least) / step - 1e-9);
    for (int i = 0; i <= static_cast<int>(intervals_used); ++i)
        axis.ticks.push_back(step * i);
    axis.max = axis.ticks.back();
    return axis;
}

std::string tick_label(double value, const ChartData& data) {
    std::string digits = fmt::format("{:.0f}", value);
    if (value != std::round(value)) digits = fmt::format("{}", value);
    if (value >= 1000) {
        for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
            digits.insert(static_cast<std::size_t>(at), data.thousands_separator);
        }
    }
    return data.percent ? data.percent_before + digits + data.percent_after : digits;
}

double largest_value(const ChartData& data) {
    double largest = 0;
    for (const auto& row : data.values) {
        for (const auto& value : row)
            largest = std::max(largest, value.value_or(0));
    }
    return largest;
}

double add_value_axis(Drawing& drawing,
                      const ChartData& data,
                      const ValueAxis& axis,
                      double plot_px,
                      double height_px) {
    for (const double tick : axis.ticks) {
        const bool at_edge = tick == 0 && data.width_px < narrow_px;
        const double x = tick / axis.max * plot_px;
        drawing.add_label({.x_px = x,
                           .y_px = height_px + 12,
                           .text = tick_label(tick, data),
                           .style = small_text,
                           .align = at_edge ? Align::left : Align::center,
                           .colour = ink::quiet});
    }
    double y = height_px + 32;
    for (const auto& line : drawing.ruler().wrap(data.value_axis_title, small_text, plot_px)) {
        drawing.add_label(
            {.x_px = 0, .y_px = y, .text = line, .style = small_text, .colour = ink::quiet});
        y += 16;
    }
    return y - height_px - 2;
}

}  // namespace mtm
