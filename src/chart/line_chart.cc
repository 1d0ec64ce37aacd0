#include <algorithm>

#include "chart/absent_values.h"
#include "chart/label_spread.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double height_px = 220;
constexpr double label_distance_px = 14;

/// Above their points, moved apart where those are near each other, and never into the names under
/// the plot.
void add_point_labels(Drawing& drawing,
                      const ChartData& data,
                      const ValueAxis& axis,
                      std::size_t category,
                      double x_px) {
    constexpr double label_px = 16;
    std::vector<SpreadLabel> wanted;  // from the foot of the plot upwards
    std::vector<std::string> texts;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const auto& value = data.values[group][category];
        if (!value) continue;
        wanted.push_back({height_px * *value / axis.max + label_distance_px, label_px});
        texts.push_back(data.labels[group][category]);
    }
    const std::vector<double> up_px = spread_labels(wanted, 2);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        drawing.add_label({.x_px = x_px,
                           .y_px = height_px - up_px[i],
                           .text = texts[i],
                           .style = strong_text,
                           .align = Align::center});
    }
}

json line_layer(json rows, const ValueAxis& axis) {
    const json colour{{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}};
    return {{"data", {{"values", std::move(rows)}}},
            {"mark",
             {{"type", "line"}, {"strokeWidth", 2.5}, {"point", {{"size", 60}, {"filled", true}}}}},
            {"encoding",
             {{"x", pixels("x")},
              {"y",
               {{"field", "value"},
                {"type", "quantitative"},
                {"scale", {{"domain", {0, axis.max}}, {"nice", false}}},
                {"axis",
                 {{"values", axis.ticks}, {"labels", false}, {"title", nullptr}, {"grid", true}}}}},
              {"detail", {{"field", "group"}, {"type", "nominal"}}},
              {"color", colour}}}};
}

/// From where to where each point may lie; those of one column stand a little apart.
json line_interval_layer(const ChartData& data,
                         const std::vector<Fill>& colours,
                         double step_px,
                         const ValueAxis& axis) {
    json rows = json::array();
    const double middle = (static_cast<double>(data.values.size()) - 1) / 2;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const auto& interval = data.intervals[group][i];
            if (!data.values[group][i] || !interval) continue;
            rows.push_back({{"category", data.categories[i]},
                            {"group", data.groups.empty() ? "" : data.groups[group]},
                            {"x",
                             tenth(step_px * (static_cast<double>(i) + 0.5) +
                                   3 * (static_cast<double>(group) - middle))},
                            {"low", interval->low},
                            {"high", interval->high},
                            {"colour", colours[group].colour.light}});
        }
    }
    return {{"data", {{"values", std::move(rows)}}},
            {"mark", {{"type", "rule"}, {"strokeWidth", 2}, {"strokeCap", "round"}}},
            {"encoding",
             {{"x", pixels("x")},
              {"y",
               {{"field", "low"},
                {"type", "quantitative"},
                {"scale", {{"domain", {0, axis.max}}, {"nice", false}}},
                {"axis",
                 {{"values", axis.ticks}, {"labels", false}, {"title", nullptr}, {"grid", true}}}}},
              {"y2", {{"field", "high"}}},
              {"stroke", colour_field()},
              {"strokeOpacity", {{"value", 0.55}}}}}};
}

/// The greatest value or end of an interval.
double highest_mark(const ChartData& data) {
    double highest = largest_value(data);
    for (const auto& row : data.intervals) {
        for (const auto& interval : row) {
            if (interval) highest = std::max(highest, interval->high);
        }
    }
    return highest;
}

}  // namespace

std::string line_specification(const ChartData& data) {
    const std::vector<Fill> colours = data.groups.empty()
                                          ? std::vector{fill_of(Hue::everyone)}
                                          : fills(data.hues, data.groups.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, group_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    ValueAxis axis = value_axis(highest_mark(data) * 1.12, data.percent, 4);
    if (data.percent && axis.max > 100 && highest_mark(data) <= 100) {
        axis = {.max = 112, .ticks = {0, 25, 50, 75, 100}};  // room for labels over a hundred
    }
    double left = 0;
    for (const double tick : axis.ticks) {
        left = std::max(left, drawing.ruler().width_px(tick_label(tick, data), small_text) + 8);
        drawing.add_label({.x_px = -8,
                           .y_px = height_px * (1 - tick / axis.max),
                           .text = tick_label(tick, data),
                           .style = small_text,
                           .align = Align::right,
                           .colour = ink::quiet});
    }
    const double plot = data.width_px - left - 2;
    const double step =
        plot / static_cast<double>(std::max<std::size_t>(data.categories.size(), 1));
    json rows = json::array();
    double bottom = 0;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        const double x = step * (static_cast<double>(i) + 0.5);
        const auto lines = drawing.ruler().wrap(data.categories[i], body_text, step - 8);
        const double block_px = static_cast<double>(lines.size()) * line_height_px;
        bottom = std::max(bottom, block_px + 8);
        drawing.add_lines({.x_px = x,
                           .y_px = height_px + 5 + block_px / 2,
                           .style = body_text,
                           .align = Align::center},
                          lines);
        add_point_labels(drawing, data, axis, i, x);
        for (std::size_t group = 0; group < data.values.size(); ++group) {
            json row{{"category", data.categories[i]},
                     {"group", data.groups.empty() ? "" : data.groups[group]},
                     {"x", tenth(x)},
                     {"value", nullptr},
                     {"colour", colours[group].colour.light}};
            if (data.values[group][i]) row["value"] = *data.values[group][i];
            rows.push_back(std::move(row));
        }
    }
    if (!data.intervals.empty()) {
        drawing.add_layer(line_interval_layer(data, colours, step, axis));
    }
    drawing.add_layer(line_layer(std::move(rows), axis));
    for (const auto& line : drawing.ruler().wrap(data.value_axis_title, small_text, plot)) {
        drawing.add_label({.x_px = 0,
                           .y_px = height_px + bottom + 8,
                           .text = line,
                           .style = small_text,
                           .colour = ink::quiet});
        bottom += 16;
    }
    bottom += add_absent_values(drawing, data, left, height_px + bottom + 6);
    return drawing.specification(left, 2, height_px, bottom + 4);
}

}  // namespace mtm
