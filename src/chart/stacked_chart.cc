#include <algorithm>

#include "chart/absent_values.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double stack_px = 26;

double longest_row(const ChartData& data) {
    double longest = 0;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        double sum = 0;
        for (const auto& group : data.values)
            sum += group[i].value_or(0);
        longest = std::max(longest, sum);
    }
    return longest;
}

}  // namespace

std::string stacked_bar_specification(const ChartData& data) {
    const std::vector<Fill> colours = fills(data.hues, data.values.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, group_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    const BarRows rows = add_bar_rows(drawing, data, stack_px);
    const double longest = longest_row(data);
    ValueAxis axis = value_axis(longest, data.percent, 4);
    if (data.percent) {
        // Rounded shares may add to a little more than a hundred.
        axis = {.max = std::max(100.0, longest), .ticks = {0, 25, 50, 75, 100}};
    }
    const double left = std::max(rows.left_px, 1.0);
    const double right = drawing.ruler().width_px(tick_label(axis.max, data), small_text) / 2 + 2;
    const double plot = data.width_px - left - right;
    json bars = json::array();
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        double from = 0;
        for (std::size_t group = 0; group < data.values.size(); ++group) {
            const double value = data.values[group][i].value_or(0);
            if (value <= 0) continue;
            const double top = rows.bars_top_px[i];
            bars.push_back({{"category", data.categories[i]},
                            {"group", data.groups[group]},
                            {"value", value},
                            {"from", from},
                            {"to", from + value},
                            {"top", tenth(top)},
                            {"bottom", tenth(top + stack_px)},
                            {"colour", colours[group].colour.light}});
            const std::string& text = data.labels[group][i];
            const double width_px = value / axis.max * plot;
            if (drawing.ruler().width_px(text, strong_text) + 8 <= width_px) {
                drawing.add_label({.x_px = (from + value / 2) / axis.max * plot,
                                   .y_px = top + stack_px / 2,
                                   .text = text,
                                   .style = strong_text,
                                   .align = Align::center,
                                   .colour = colours[group].text});
            }
            from += value;
        }
    }
    drawing.add_layer(bar_layer(std::move(bars), 0, axis.max, axis.ticks));
    double bottom = add_value_axis(drawing, data, axis, plot, rows.height_px);
    bottom += add_absent_parts(drawing, data, left, rows.height_px + bottom);
    return drawing.specification(left, right, rows.height_px, bottom);
}

}  // namespace mtm
