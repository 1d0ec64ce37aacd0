#include "chart/value_axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "chart/layouts.h"

namespace mtm {

ValueAxis value_axis(double largest, bool percent, int intervals, double smallest) {
    const double below = std::min(smallest, 0.0);
    const double above = below < 0 ? std::max(largest, 0.0) : largest;
    const double values = above - below;
    const double span = percent ? std::max(values, 4.0) : values > 0 ? values : 1;
    const double target = span / intervals;
    double step = 0;
    const double first_decade = percent ? 0 : std::floor(std::log10(target));
    for (double power = first_decade; step < target; ++power) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            step = digit * std::pow(10, power);
            if (step >= target) break;
        }
    }
    if (percent && step >= 20 && step < 50) step = target <= 20 ? 20 : 25;
    const int first = below < 0 ? static_cast<int>(std::floor(below / step + 1e-9)) : 0;
    const int last = static_cast<int>(std::ceil((below < 0 ? above : span) / step - 1e-9));
    ValueAxis axis;
    for (int i = first; i <= last; ++i)
        axis.ticks.push_back(step * i);
    axis.min = axis.ticks.front();
    axis.max = axis.ticks.back();
    return axis;
}

std::string tick_label(double value, const ChartData& data) {
    const double size = std::abs(value);
    std::string digits = fmt::format("{:.0f}", size);
    if (size != std::round(size))
        digits = replace_all(fmt::format("{:.6g}", size), ".", data.decimal_separator);
    if (size >= 1000) {
        for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
            digits.insert(static_cast<std::size_t>(at), data.thousands_separator);
        }
    }
    if (value < 0) digits.insert(0, "−");
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

double least_mark(const ChartData& data) {
    double least = 0;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.values[group].size(); ++i) {
            const auto& value = data.values[group][i];
            if (!value) continue;
            least = std::min(least, *value);
            if (!data.intervals.empty() && data.intervals[group][i])
                least = std::min(least, data.intervals[group][i]->low);
        }
    }
    return least;
}

void add_zero_line(Drawing& drawing, const ValueAxis& axis, double plot_px, double height_px) {
    if (axis.min >= 0) return;
    const double x = axis.share(0) * plot_px;
    drawing.add_rule(x, 0, x, height_px, ink::axis);
}

namespace {

// Of how many ticks one is labelled, so that labels do not touch: every one, every second, …
std::size_t tick_stride(const Drawing& drawing,
                        const ChartData& data,
                        const ValueAxis& axis,
                        double plot_px) {
    constexpr double gap_px = 6;
    const auto fits = [&](std::size_t stride) {
        double end = -1e9;
        for (std::size_t i = 0; i < axis.ticks.size(); i += stride) {
            const double width =
                drawing.ruler().width_px(tick_label(axis.ticks[i], data), small_text);
            const bool at_edge = i == 0 && data.width_px < narrow_px;
            const double begin = axis.share(axis.ticks[i]) * plot_px - (at_edge ? 0 : width / 2);
            if (begin < end + gap_px) return false;
            end = begin + width;
        }
        return true;
    };
    std::size_t stride = 1;
    while (stride < axis.ticks.size() && !fits(stride))
        ++stride;
    return stride;
}

}  // namespace

double add_value_axis(Drawing& drawing,
                      const ChartData& data,
                      const ValueAxis& axis,
                      double plot_px,
                      double height_px) {
    const std::size_t stride = tick_stride(drawing, data, axis, plot_px);
    for (std::size_t i = 0; i < axis.ticks.size(); i += stride) {
        const double tick = axis.ticks[i];
        const bool at_edge = tick == axis.min && data.width_px < narrow_px;
        const double x = axis.share(tick) * plot_px;
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
