#include <algorithm>

#include "chart/absent_values.h"
#include "chart/layouts.h"
#include "chart/line_labels.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double height_px = 220;

/// The points of a line chart in pixels, and what lies between them.
struct LinePlot {
    double step_px = 0;
    ValueAxis axis;

    [[nodiscard]] double x_px(std::size_t category) const {
        return step_px * (static_cast<double>(category) + 0.5);
    }

    [[nodiscard]] double y_px(double value) const { return height_px * (1 - axis.share(value)); }

    /// Intervals of one column stand a little apart.
    [[nodiscard]] double interval_px(const ChartData& data,
                                     std::size_t group,
                                     std::size_t category) const {
        const double middle = (static_cast<double>(data.values.size()) - 1) / 2;
        return x_px(category) + 3 * (static_cast<double>(group) - middle);
    }
};

LabelRoom room_of_labels(const ChartData& data, const LinePlot& plot, double plot_px) {
    LabelRoom room{
        .strokes = {}, .points = {}, .left_px = 0, .right_px = plot_px, .bottom_px = height_px - 2};
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const auto& values = data.values[group];
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!values[i]) continue;
            const LinePoint at{plot.x_px(i), plot.y_px(*values[i])};
            room.points.push_back(at);
            if (i > 0 && values[i - 1])
                room.strokes.push_back({{plot.x_px(i - 1), plot.y_px(*values[i - 1])}, at});
            if (data.intervals.empty() || !data.intervals[group][i]) continue;
            const double x = plot.interval_px(data, group, i);
            room.strokes.push_back({{x, plot.y_px(data.intervals[group][i]->low)},
                                    {x, plot.y_px(data.intervals[group][i]->high)}});
        }
    }
    return room;
}

/// Values beside their points where each finds a place clear of the lines.
bool add_point_labels(Drawing& drawing,
                      const ChartData& data,
                      const LinePlot& plot,
                      double plot_px) {
    std::vector<PointLabel> labels;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        for (std::size_t group = 0; group < data.values.size(); ++group) {
            const auto& value = data.values[group][i];
            if (!value) continue;
            texts.push_back(data.labels[group][i]);
            labels.push_back({{plot.x_px(i), plot.y_px(*value)},
                              drawing.ruler().width_px(texts.back(), strong_text)});
        }
    }
    const auto places = clear_places(labels, room_of_labels(data, plot, plot_px));
    if (!places) return false;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        drawing.add_label({.x_px = (*places)[i].x_px,
                           .y_px = (*places)[i].y_px,
                           .text = texts[i],
                           .style = strong_text,
                           .align = Align::center});
    }
    return true;
}

/// Else they stand under the names of their columns, a row for each line with its colour; returns
/// the height of the rows.
double add_value_rows(Drawing& drawing,
                      const ChartData& data,
                      const std::vector<Fill>& colours,
                      const LinePlot& plot,
                      double top_px) {
    constexpr double row_px = 17;
    constexpr double dot_px = 8;
    json dots = json::array();
    double y = top_px;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        y += row_px;
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            if (!data.values[group][i]) continue;
            const double text_px = drawing.ruler().width_px(data.labels[group][i], strong_text);
            const double left = plot.x_px(i) - (dot_px + 4 + text_px) / 2;
            dots.push_back({{"x", tenth(left)},
                            {"x2", tenth(left + dot_px)},
                            {"y", tenth(y - row_px / 2 - dot_px / 2)},
                            {"y2", tenth(y - row_px / 2 + dot_px / 2)},
                            {"colour", colours[group].colour.light}});
            drawing.add_label({.x_px = left + dot_px + 4,
                               .y_px = y - row_px / 2,
                               .text = data.labels[group][i],
                               .style = strong_text});
        }
    }
    drawing.add_boxes(std::move(dots), dot_px / 2);
    return y - top_px;
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
                {"scale", {{"domain", {axis.min, axis.max}}, {"nice", false}}},
                {"axis",
                 {{"values", axis.ticks}, {"labels", false}, {"title", nullptr}, {"grid", true}}}}},
              {"detail", {{"field", "group"}, {"type", "nominal"}}},
              {"color", colour}}}};
}

/// From where to where each point may lie.
json line_interval_layer(const ChartData& data,
                         const std::vector<Fill>& colours,
                         const LinePlot& plot) {
    const ValueAxis& axis = plot.axis;
    json rows = json::array();
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const auto& interval = data.intervals[group][i];
            if (!data.values[group][i] || !interval) continue;
            rows.push_back({{"category", data.categories[i]},
                            {"group", data.groups.empty() ? "" : data.groups[group]},
                            {"x", tenth(plot.interval_px(data, group, i))},
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
                {"scale", {{"domain", {axis.min, axis.max}}, {"nice", false}}},
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
    ValueAxis axis =
        value_axis(highest_mark(data) * 1.12, data.percent, 4, least_mark(data) * 1.12);
    if (data.percent && axis.min >= 0 && axis.max > 100 && highest_mark(data) <= 100) {
        axis = {
            .min = 0, .max = 112, .ticks = {0, 25, 50, 75, 100}};  // room for labels over a hundred
    }
    double left = 0;
    for (const double tick : axis.ticks) {
        left = std::max(left, drawing.ruler().width_px(tick_label(tick, data), small_text) + 8);
        drawing.add_label({.x_px = -8,
                           .y_px = height_px * (1 - axis.share(tick)),
                           .text = tick_label(tick, data),
                           .style = small_text,
                           .align = Align::right,
                           .colour = ink::quiet});
    }
    const double plot_px = data.width_px - left - 2;
    const double step =
        plot_px / static_cast<double>(std::max<std::size_t>(data.categories.size(), 1));
    const LinePlot plot{step, axis};
    json rows = json::array();
    double bottom = 0;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        const double x = plot.x_px(i);
        const auto lines = drawing.ruler().wrap(data.categories[i], body_text, step - 8);
        const double block_px = static_cast<double>(lines.size()) * line_height_px;
        bottom = std::max(bottom, block_px + 8);
        drawing.add_lines({.x_px = x,
                           .y_px = height_px + 5 + block_px / 2,
                           .style = body_text,
                           .align = Align::center},
                          lines);
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
    if (axis.min < 0) drawing.add_rule(0, plot.y_px(0), plot_px, plot.y_px(0), ink::axis);
    if (!data.intervals.empty()) {
        drawing.add_layer(line_interval_layer(data, colours, plot));
    }
    drawing.add_layer(line_layer(std::move(rows), axis));
    if (!add_point_labels(drawing, data, plot, plot_px)) {
        bottom += add_value_rows(drawing, data, colours, plot, height_px + bottom);
    }
    for (const auto& line : drawing.ruler().wrap(data.value_axis_title, small_text, plot_px)) {
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
