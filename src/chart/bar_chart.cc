#include <algorithm>

#include "chart/interval_layer.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double label_gap_px = 6;

struct BarSizes {
    double bar_px = 20;
    double between_px = 2;

    [[nodiscard]] double row_px(std::size_t bars) const {
        return static_cast<double>(bars) * (bar_px + between_px) - between_px;
    }
};

TextStyle label_style(bool withheld) {
    return withheld ? TextStyle{.size_px = 12, .italic = true} : strong_text;
}

/// Where the label of a bar stands: at its end, or that of its interval if it goes farther; of a
/// bar to the left of zero on the other side of the line.
double reach_of(const ChartData& data, std::size_t group, std::size_t category) {
    const double value = std::max(data.values[group][category].value_or(0), 0.0);
    const auto interval = interval_at(data, group, category);
    return interval ? std::max(value, interval->high) : value;
}

double farthest_reach(const ChartData& data) {
    double farthest = 0;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            farthest = std::max(farthest, reach_of(data, group, i));
    }
    return farthest;
}

/// As wide as the longest bar with its label allows, and as the outermost tick label does.
double plot_width_px(const Drawing& drawing,
                     const ChartData& data,
                     const ValueAxis& axis,
                     double room_px) {
    const std::string last_tick = tick_label(axis.max, data);
    double plot = room_px - drawing.ruler().width_px(last_tick, small_text) / 2 - 2;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const auto& value = data.values[group][i];
            const double label =
                drawing.ruler().width_px(data.labels[group][i], label_style(!value.has_value()));
            const double share = axis.share(reach_of(data, group, i));
            if (share > 0) plot = std::min(plot, (room_px - label_gap_px - label - 2) / share);
        }
    }
    return plot;
}

void add_bar_label(
    Drawing& drawing, const std::string& text, double x_px, double y_px, bool withheld) {
    drawing.add_label({.x_px = x_px + label_gap_px,
                       .y_px = y_px,
                       .text = text,
                       .style = label_style(withheld),
                       .colour = withheld ? ink::quiet : ink::text});
}

}  // namespace

std::string bar_specification(const ChartData& data) {
    const bool grouped = data.values.size() > 1;
    const bool narrow = data.width_px < narrow_px;
    const BarSizes sizes{.bar_px = grouped ? 16.0 : 20.0, .between_px = grouped ? 3.0 : 0.0};
    const std::vector<Fill> colours =
        data.groups.empty()
            ? std::vector{fill_of(data.hues.empty() ? Hue::everyone : data.hues.front())}
            : fills(data.hues, data.groups.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, group_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    const BarRows rows = add_bar_rows(drawing, data, sizes.row_px(data.values.size()));
    const ValueAxis axis =
        value_axis(farthest_reach(data), data.percent, narrow ? 4 : 6, least_mark(data));
    const double left = std::max(rows.left_px, 1.0);
    const double plot = plot_width_px(drawing, data, axis, data.width_px - left);
    json bars = json::array();
    IntervalLayer intervals;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        for (std::size_t group = 0; group < data.values.size(); ++group) {
            const double top = rows.bars_top_px[i] +
                               static_cast<double>(group) * (sizes.bar_px + sizes.between_px);
            const auto& value = data.values[group][i];
            add_bar_label(drawing,
                          data.labels[group][i],
                          axis.share(reach_of(data, group, i)) * plot,
                          top + sizes.bar_px / 2,
                          !value.has_value());
            if (!value) continue;
            bars.push_back({{"category", data.categories[i]},
                            {"group", data.groups.empty() ? "" : data.groups[group]},
                            {"from", 0},
                            {"to", *value},
                            {"top", tenth(top)},
                            {"bottom", tenth(top + sizes.bar_px)},
                            {"colour", colours[group].colour.light}});
            if (const auto interval = interval_at(data, group, i)) {
                intervals.add(axis.share(interval->low) * plot,
                              axis.share(interval->high) * plot,
                              top + sizes.bar_px / 2);
            }
        }
    }
    drawing.add_layer(bar_layer(std::move(bars), axis.min, axis.max, axis.ticks));
    add_zero_line(drawing, axis, plot, rows.height_px);
    intervals.draw(drawing);
    const double bottom = add_value_axis(drawing, data, axis, plot, rows.height_px);
    return drawing.specification(left, data.width_px - left - plot, rows.height_px, bottom);
}

}  // namespace mtm
