#include <algorithm>
#include <cmath>

#include "chart/absent_values.h"
#include "chart/label_spread.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

// Rounds, or two groups, side by side as columns, and a line for each answer between them: what
// rose, what fell and what changed places. Names stand at the right end of their lines, so that no
// legend has to be matched by colour.

namespace {

constexpr double slope_gap_px = 9;  // between the end of a line and its label
constexpr double slope_line_px = 16;

struct SlopeColumns {
    double left_px = 0;    // of values before the first column
    double right_px = 0;   // of values and names after the last one
    double plot_px = 0;    // from the first column to the last
    double height_px = 0;  // of the plot
    ValueAxis axis;

    [[nodiscard]] double x_px(std::size_t column, std::size_t columns) const {
        return columns < 2
                   ? plot_px / 2
                   : plot_px * static_cast<double>(column) / static_cast<double>(columns - 1);
    }

    [[nodiscard]] double y_px(double value) const { return height_px * (1 - axis.share(value)); }
};

/// A name with its value as they stand at the right end of a line.
struct SlopeEnd {
    std::size_t group = 0;
    std::vector<std::string> lines;
    std::string value;
    double wanted_px = 0;
};

double value_width_px(const Drawing& drawing, const ChartData& data, std::size_t column) {
    double widest = 0;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        if (!data.values[group][column]) continue;
        widest =
            std::max(widest, drawing.ruler().width_px(data.labels[group][column], strong_text));
    }
    return widest;
}

std::vector<SlopeEnd> slope_ends(const Drawing& drawing,
                                 const ChartData& data,
                                 const SlopeColumns& columns,
                                 double name_px) {
    std::vector<SlopeEnd> ends;
    const std::size_t last = data.categories.size() - 1;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const auto& value = data.values[group][last];
        if (!value) continue;
        const std::string name = data.groups.empty() ? std::string() : data.groups[group];
        ends.push_back({group,
                        drawing.ruler().wrap(name, body_text, name_px),
                        data.labels[group][last],
                        columns.y_px(*value)});
        if (ends.back().lines.empty()) ends.back().lines.emplace_back();
    }
    return ends;
}

/// Values and names right of the last column; returns where they end.
double add_right_ends(Drawing& drawing,
                      const std::vector<SlopeEnd>& ends,
                      const SlopeColumns& columns,
                      double value_px) {
    std::vector<SpreadLabel> wanted;
    for (const SlopeEnd& end : ends) {
        wanted.push_back(
            {end.wanted_px, slope_line_px * static_cast<double>(end.lines.size()) + 4});
    }
    const std::vector<double> middles = spread_labels(wanted, -6);
    double bottom = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const double block = slope_line_px * static_cast<double>(ends[i].lines.size());
        const double first = middles[i] - block / 2 + slope_line_px / 2;
        const double x = columns.plot_px + slope_gap_px + 8;
        drawing.add_label({.x_px = x + value_px,
                           .y_px = first,
                           .text = ends[i].value,
                           .style = strong_text,
                           .align = Align::right});
        for (std::size_t line = 0; line < ends[i].lines.size(); ++line) {
            if (ends[i].lines[line].empty()) continue;
            drawing.add_label({.x_px = x + value_px + 8,
                               .y_px = first + slope_line_px * static_cast<double>(line),
                               .text = ends[i].lines[line],
                               .style = body_text});
        }
        if (std::abs(first - ends[i].wanted_px) > 2) {
            drawing.add_rule(columns.plot_px + 6, ends[i].wanted_px, x - 2, first, ink::axis);
        }
        bottom = std::max(bottom, middles[i] + block / 2);
    }
    return bottom;
}

/// Values left of the first column; returns where they end.
double add_left_ends(Drawing& drawing, const ChartData& data, const SlopeColumns& columns) {
    std::vector<SpreadLabel> wanted;
    std::vector<std::string> texts;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const auto& value = data.values[group][0];
        if (!value) continue;
        wanted.push_back({columns.y_px(*value), slope_line_px});
        texts.push_back(data.labels[group][0]);
    }
    const std::vector<double> middles = spread_labels(wanted, -6);
    double bottom = 0;
    for (std::size_t i = 0; i < middles.size(); ++i) {
        drawing.add_label({.x_px = -slope_gap_px - 8,
                           .y_px = middles[i],
                           .text = texts[i],
                           .style = strong_text,
                           .align = Align::right});
        if (std::abs(middles[i] - wanted[i].at_px) > 2) {
            drawing.add_rule(-6, wanted[i].at_px, -slope_gap_px - 6, middles[i], ink::axis);
        }
        bottom = std::max(bottom, middles[i] + slope_line_px / 2);
    }
    return bottom;
}

json slope_layer(const ChartData& data,
                 const std::vector<Fill>& colours,
                 const SlopeColumns& columns) {
    json rows = json::array();
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            json row{{"category", data.categories[i]},
                     {"group", data.groups.empty() ? "" : data.groups[group]},
                     {"x", tenth(columns.x_px(i, data.categories.size()))},
                     {"value", nullptr},
                     {"colour", colours[group].colour.light}};
            if (data.values[group][i]) row["value"] = *data.values[group][i];
            rows.push_back(std::move(row));
        }
    }
    return {{"data", {{"values", std::move(rows)}}},
            {"mark",
             {{"type", "line"}, {"strokeWidth", 2.5}, {"point", {{"size", 70}, {"filled", true}}}}},
            {"encoding",
             {{"x", pixels("x")},
              {"y",
               {{"field", "value"},
                {"type", "quantitative"},
                {"scale", {{"domain", {columns.axis.min, columns.axis.max}}, {"nice", false}}},
                {"axis", nullptr}}},
              {"detail", {{"field", "group"}, {"type", "nominal"}}},
              {"color", colour_field()}}}};
}

/// Column heads under the plot, each as wide as there is room between its neighbours.
double add_column_heads(Drawing& drawing,
                        const ChartData& data,
                        const SlopeColumns& columns,
                        double top_px) {
    const std::size_t count = data.categories.size();
    const double step =
        count < 2 ? columns.plot_px : columns.plot_px / static_cast<double>(count - 1);
    double bottom = top_px;
    for (std::size_t i = 0; i < count; ++i) {
        const bool first = i == 0;
        const bool last = i + 1 == count;
        double at = columns.x_px(i, count);
        const double half = step / 2 - 6;
        const double left_room = first ? columns.left_px : half;
        const double right_room = last ? columns.right_px : half;
        Align align = Align::center;
        auto lines = drawing.ruler().wrap(
            data.categories[i], strong_text, 2 * std::min(left_room, right_room));
        if (lines.size() > 1 && first != last) {  // from the edge there is more room
            lines =
                drawing.ruler().wrap(data.categories[i], strong_text, left_room + right_room - 1);
            align = first ? Align::left : Align::right;
            at += first ? -left_room : right_room - 1;
        }
        const double block = static_cast<double>(lines.size()) * line_height_px;
        drawing.add_lines(
            {.x_px = at, .y_px = top_px + 6 + block / 2, .style = strong_text, .align = align},
            lines);
        bottom = std::max(bottom, top_px + 6 + block);
    }
    return bottom;
}

}  // namespace

std::string slope_specification(const ChartData& data) {
    const std::vector<Fill> colours = data.groups.empty()
                                          ? std::vector{fill_of(Hue::everyone)}
                                          : fills(data.hues, data.groups.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, {});
    drawing.set_mark(data.rehearsal_mark);
    SlopeColumns columns;
    columns.axis = value_axis(largest_value(data), data.percent, 4, least_mark(data));
    columns.height_px = 240;
    const double value_px = value_width_px(drawing, data, data.categories.size() - 1);
    columns.left_px = value_width_px(drawing, data, 0) + slope_gap_px + 12;
    const double share = data.width_px < narrow_px ? 0.44 : 0.40;
    const double names_px = data.groups.empty() ? 0 : data.width_px * share;
    columns.right_px = slope_gap_px + 8 + value_px + 8 + names_px;
    columns.plot_px = data.width_px - columns.left_px - columns.right_px;
    const auto ends = slope_ends(drawing, data, columns, names_px - 4);
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        const double x = columns.x_px(i, data.categories.size());
        drawing.add_grid_rule(x, 0, x, columns.height_px, ink::grid);
    }
    if (columns.axis.min < 0) {
        const double zero = columns.y_px(0);
        drawing.add_grid_rule(0, zero, columns.plot_px, zero, ink::axis);
    }
    drawing.add_layer(slope_layer(data, colours, columns));
    double y = std::max({columns.height_px,
                         add_right_ends(drawing, ends, columns, value_px),
                         add_left_ends(drawing, data, columns)});
    y = add_column_heads(drawing, data, columns, y);
    for (const auto& line :
         drawing.ruler().wrap(data.value_axis_title, small_text, data.width_px - 2.0)) {
        drawing.add_label({.x_px = -columns.left_px,
                           .y_px = y + 14,
                           .text = line,
                           .style = small_text,
                           .colour = ink::quiet});
        y += 16;
    }
    y += add_absent_values(drawing, data, columns.left_px, y + 6);
    return drawing.specification(
        columns.left_px, columns.right_px, columns.height_px, y - columns.height_px + 10);
}

}  // namespace mtm
