#include <algorithm>

#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

// Estimates as dots, each with a line from where to where it may lie: what a bar would hide behind
// its end. Groups stand one under another in a row, so that no two lines meet.

namespace {

constexpr double lane_px = 20;
constexpr double dot_gap_px = 9;  // between the end of a line, or a dot, and the label

const std::optional<ValueInterval>& dot_interval(const ChartData& data,
                                                 std::size_t group,
                                                 std::size_t category) {
    static const std::optional<ValueInterval> none;
    return data.intervals.empty() ? none : data.intervals[group][category];
}

/// Where the mark of a value ends; 0 where there is none.
double dot_end(const ChartData& data, std::size_t group, std::size_t category) {
    const double value = data.values[group][category].value_or(0);
    const auto& interval = dot_interval(data, group, category);
    return interval ? std::max(value, interval->high) : value;
}

double farthest_dot(const ChartData& data) {
    double farthest = 0;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            farthest = std::max(farthest, dot_end(data, group, i));
    }
    return farthest;
}

TextStyle dot_label_style(bool withheld) {
    return withheld ? TextStyle{.size_px = 12, .italic = true} : strong_text;
}

double dot_plot_px(const Drawing& drawing,
                   const ChartData& data,
                   const ValueAxis& axis,
                   double room_px) {
    const std::string last_tick = tick_label(axis.max, data);
    double plot = room_px - drawing.ruler().width_px(last_tick, small_text) / 2 - 2;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const bool withheld = !data.values[group][i];
            const double label =
                drawing.ruler().width_px(data.labels[group][i], dot_label_style(withheld));
            const double share = axis.share(dot_end(data, group, i));
            if (share > 0) plot = std::min(plot, (room_px - dot_gap_px - label - 2) / share);
        }
    }
    return plot;
}

json dot_scale(const ValueAxis& axis) {
    return {{"domain", {axis.min, axis.max}}, {"nice", false}, {"zero", false}};
}

json interval_layer(json rows, const ValueAxis& axis) {
    return {{"data", {{"values", std::move(rows)}}},
            {"mark", {{"type", "rule"}, {"strokeWidth", 3}, {"strokeCap", "round"}}},
            {"encoding",
             {{"x",
               {{"field", "low"},
                {"type", "quantitative"},
                {"scale", dot_scale(axis)},
                {"axis", {{"values", axis.ticks}, {"labels", false}, {"title", nullptr}}}}},
              {"x2", {{"field", "high"}}},
              {"y", pixels("y")},
              {"stroke", colour_field()},
              {"strokeOpacity", {{"value", 0.6}}}}}};
}

json dot_layer(json rows, const ValueAxis& axis) {
    return {{"data", {{"values", std::move(rows)}}},
            {"mark",
             {{"type", "point"},
              {"filled", true},
              {"size", 110},
              {"opacity", 1},
              {"stroke", ink::page.light},
              {"strokeWidth", 1.5}}},
            {"encoding",
             {{"x",
               {{"field", "value"},
                {"type", "quantitative"},
                {"scale", dot_scale(axis)},
                {"axis",
                 {{"values", axis.ticks}, {"labels", false}, {"title", nullptr}, {"grid", true}}}}},
              {"y", pixels("y")},
              {"fill", colour_field()}}}};
}

/// The marks and labels of one category.
void add_dots(Drawing& drawing,
              const ChartData& data,
              const std::vector<Fill>& colours,
              std::size_t category,
              double top_px,
              const ValueAxis& axis,
              double plot_px,
              json& lines,
              json& dots) {
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const auto& value = data.values[group][category];
        const double y = top_px + lane_px * (static_cast<double>(group) + 0.5);
        const double end_px = axis.share(dot_end(data, group, category)) * plot_px;
        drawing.add_label({.x_px = value ? end_px + dot_gap_px : axis.share(0) * plot_px + 4,
                           .y_px = y,
                           .text = data.labels[group][category],
                           .style = dot_label_style(!value),
                           .colour = value ? ink::text : ink::quiet});
        if (!value) continue;
        json row{{"category", data.categories[category]},
                 {"group", data.groups.empty() ? "" : data.groups[group]},
                 {"value", *value},
                 {"y", tenth(y)},
                 {"colour", colours[group].colour.light}};
        if (const auto& interval = dot_interval(data, group, category)) {
            row["low"] = interval->low;
            row["high"] = interval->high;
            lines.push_back(row);
        }
        dots.push_back(std::move(row));
    }
}

/// The line at zero, but not through the label of a value below it.
void add_zero_line_beside_labels(Drawing& drawing,
                                 const ChartData& data,
                                 const ValueAxis& axis,
                                 double plot_px,
                                 const BarRows& rows) {
    if (axis.min >= 0) return;
    constexpr double clear_px = 2;
    const double zero = axis.share(0) * plot_px;
    double from = 0;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        for (std::size_t group = 0; group < data.values.size(); ++group) {
            if (!data.values[group][i]) continue;  // its label begins beside the line
            const double begin = axis.share(dot_end(data, group, i)) * plot_px + dot_gap_px;
            const double width =
                drawing.ruler().width_px(data.labels[group][i], dot_label_style(false));
            if (zero < begin - clear_px || zero > begin + width + clear_px) continue;
            const double lane = rows.bars_top_px[i] + lane_px * static_cast<double>(group);
            if (lane > from) drawing.add_rule(zero, from, zero, lane, ink::axis);
            from = lane + lane_px;
        }
    }
    if (rows.height_px > from) drawing.add_rule(zero, from, zero, rows.height_px, ink::axis);
}

}  // namespace

std::string dot_specification(const ChartData& data) {
    const bool narrow = data.width_px < narrow_px;
    const std::vector<Fill> colours =
        data.groups.empty()
            ? std::vector{fill_of(data.hues.empty() ? Hue::everyone : data.hues.front())}
            : fills(data.hues, data.groups.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    std::vector<LegendEntry> legend = group_legend(data, colours);
    for (LegendEntry& entry : legend)
        entry.round = true;
    drawing.set_head(data.title, legend);
    drawing.set_mark(data.rehearsal_mark);
    constexpr double overhang_px = 7;  // of a dot at zero
    ChartData beside = data;           // labels end where the room right of the dots does
    if (narrow) beside.width_px -= static_cast<int>(overhang_px);
    const BarRows rows =
        add_bar_rows(drawing, beside, lane_px * static_cast<double>(data.values.size()));
    const ValueAxis axis =
        value_axis(farthest_dot(data), data.percent, narrow ? 4 : 6, least_mark(data));
    const double left = std::max(rows.left_px, narrow ? overhang_px : 1.0);
    const double plot = dot_plot_px(drawing, data, axis, data.width_px - left);
    json lines = json::array();
    json dots = json::array();
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        add_dots(drawing, data, colours, i, rows.bars_top_px[i], axis, plot, lines, dots);
    }
    add_zero_line_beside_labels(drawing, data, axis, plot, rows);
    if (!lines.empty()) drawing.add_layer(interval_layer(std::move(lines), axis));
    drawing.add_layer(dot_layer(std::move(dots), axis));
    const double bottom = add_value_axis(drawing, data, axis, plot, rows.height_px);
    return drawing.specification(left, data.width_px - left - plot, rows.height_px, bottom);
}

}  // namespace mtm
