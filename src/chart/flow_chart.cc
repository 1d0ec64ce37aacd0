#include <algorithm>
#include <cmath>

#include "chart/absent_values.h"
#include "chart/label_spread.h"
#include "chart/layouts.h"

namespace mtm {

using nlohmann::json;

// Where people came from and where they go: two columns of boxes, as high as the people in them,
// and between them a band for each pair, as thick as its people (Sankey's diagram with two
// columns; a chord diagram needs its names on a circle, where long ones find no room). Bands leave
// and arrive in the order of the boxes, so that they cross as little as that order allows. People
// whom no band shows, since it is withheld or their answer is not in the table, are the pale foot
// of a box.

namespace {

constexpr double box_px = 12;  // width of a box
constexpr double flow_line_px = 16;
constexpr double flow_gap_px = 8;  // between box and name, and between boxes
constexpr double least_box_px = 2;

/// One end of the bands: a box with its name.
struct FlowEnd {
    double amount = 0;
    double in_bands = 0;  // of it
    double top_px = 0;
    double height_px = 0;
    double taken_px = 0;  // by bands so far
    std::vector<std::string> lines;
    std::string total;

    [[nodiscard]] double label_px() const {
        const std::size_t rows = lines.size() + (total.empty() ? 0 : 1);
        return flow_line_px * static_cast<double>(rows) + 6;
    }
};

template <typename T>
T at_or_nothing(const std::vector<T>& all, std::size_t i) {
    return i < all.size() ? all[i] : T();
}

/// Of weighted shares the bands can hold a little more than the whole, which is of people.
double whole_of(double in_bands, const std::optional<double>& whole) {
    return std::max(in_bands, whole.value_or(0));
}

std::vector<FlowEnd> origins(const Drawing& drawing, const ChartData& data, double name_px) {
    std::vector<FlowEnd> ends;
    for (std::size_t g = 0; g < data.groups.size(); ++g) {
        FlowEnd end;
        for (const auto& value : data.values[g])
            end.in_bands += value.value_or(0);
        end.amount = whole_of(end.in_bands, at_or_nothing(data.group_amounts, g));
        end.lines = drawing.ruler().wrap(data.groups[g], body_text, name_px);
        end.total = at_or_nothing(data.group_totals, g);
        ends.push_back(std::move(end));
    }
    return ends;
}

std::vector<FlowEnd> destinations(const Drawing& drawing, const ChartData& data, double name_px) {
    std::vector<FlowEnd> ends;
    for (std::size_t c = 0; c < data.categories.size(); ++c) {
        FlowEnd end;
        for (const auto& group : data.values)
            end.in_bands += group[c].value_or(0);
        end.amount = whole_of(end.in_bands, at_or_nothing(data.category_amounts, c));
        end.lines = drawing.ruler().wrap(data.categories[c], body_text, name_px);
        end.total = at_or_nothing(data.category_totals, c);
        ends.push_back(std::move(end));
    }
    return ends;
}

/// Stacks boxes of `px_each` per unit of amount; returns where the last one ends.
double stack_boxes(std::vector<FlowEnd>& ends, double px_each) {
    double y = 0;
    for (FlowEnd& end : ends) {
        end.top_px = y;
        end.height_px = end.amount > 0 ? std::max(least_box_px, end.amount * px_each) : 0;
        y += end.height_px + flow_gap_px;
    }
    return y - flow_gap_px;
}

double amount_of(const std::vector<FlowEnd>& ends) {
    double amount = 0;
    for (const FlowEnd& end : ends)
        amount += end.amount;
    return amount;
}

double labels_height(const std::vector<FlowEnd>& ends) {
    double height = 0;
    for (const FlowEnd& end : ends)
        height += end.label_px();
    return height;
}

/// The smooth edge of a band: a cubic curve with level ends, in straight pieces.
void append_edge(Ring& ring, Point from, Point to) {
    constexpr int pieces = 24;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        const double eased = t * t * (3 - 2 * t);
        ring.push_back({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * eased});
    }
}

Ring band(Point from, Point to, double thickness) {
    Ring ring;
    append_edge(ring, from, to);
    append_edge(ring, {to.x, to.y + thickness}, {from.x, from.y + thickness});
    ring.push_back(ring.front());
    return ring;
}

/// Names beside the boxes of one side, with a line to the box where the name had to move.
double add_flow_names(Drawing& drawing,
                      const std::vector<FlowEnd>& ends,
                      double box_edge_px,
                      int side) {
    std::vector<SpreadLabel> wanted;
    for (const FlowEnd& end : ends)
        wanted.push_back({end.top_px + end.height_px / 2, end.label_px()});
    const std::vector<double> middles = spread_labels(wanted, 0);
    const Align align = side < 0 ? Align::right : Align::left;
    double bottom = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const double x = box_edge_px + side * (flow_gap_px + 8);
        std::vector<std::string> lines = ends[i].lines;
        const double rows = static_cast<double>(lines.size() + (ends[i].total.empty() ? 0 : 1));
        double y = middles[i] - flow_line_px * (rows - 1) / 2;
        for (const std::string& line : lines) {
            drawing.add_label(
                {.x_px = x, .y_px = y, .text = line, .style = body_text, .align = align});
            y += flow_line_px;
        }
        if (!ends[i].total.empty()) {
            drawing.add_label({.x_px = x,
                               .y_px = y,
                               .text = ends[i].total,
                               .style = strong_text,
                               .align = align});
        }
        drawing.add_rule(box_edge_px + side * 2,
                         wanted[i].at_px,
                         box_edge_px + side * (flow_gap_px + 5),
                         middles[i],
                         ink::axis);
        bottom = std::max(bottom, middles[i] + ends[i].label_px() / 2);
    }
    return bottom;
}

json flow_boxes(const std::vector<FlowEnd>& ends,
                const std::vector<std::string>& names,
                const std::vector<Colour>& colours,
                double left_px) {
    json rows = json::array();
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const FlowEnd& end = ends[i];
        if (end.height_px <= 0) continue;
        const double bands_px = end.height_px * end.in_bands / end.amount;
        const auto add = [&](double from_px, double to_px, const Colour& colour) {
            if (tenth(to_px) <= tenth(from_px)) return;
            rows.push_back({{"end", names[i]},
                            {"x", tenth(left_px)},
                            {"x2", tenth(left_px + box_px)},
                            {"y", tenth(end.top_px + from_px)},
                            {"y2", tenth(end.top_px + to_px)},
                            {"colour", colour.light}});
        };
        add(0, bands_px, colours[i]);
        add(bands_px, end.height_px, ink::land);
    }
    return rows;
}

/// Bands, and what each is printed as where it is thick enough to carry it.
json flow_bands(Drawing& drawing,
                const ChartData& data,
                std::vector<FlowEnd>& from,
                std::vector<FlowEnd>& to,
                const std::vector<Fill>& colours,
                double px_each,
                double plot_px) {
    json rows = json::array();
    for (std::size_t g = 0; g < from.size(); ++g) {
        for (std::size_t c = 0; c < to.size(); ++c) {
            const double value = data.values[g][c].value_or(0);
            if (value <= 0) continue;
            const double thick = value * px_each;
            const Point start{box_px, from[g].top_px + from[g].taken_px};
            const Point end{plot_px - box_px, to[c].top_px + to[c].taken_px};
            from[g].taken_px += thick;
            to[c].taken_px += thick;
            rows.push_back(shape_row({band(start, end, thick)},
                                     colours[g].colour,
                                     {{"group", data.groups[g]},
                                      {"category", data.categories[c]},
                                      {"value", value},
                                      {"label", data.labels[g][c]}}));
            const std::string& text = data.labels[g][c];
            const double text_px = drawing.ruler().width_px(text, strong_text);
            if (thick < flow_line_px || text_px > plot_px / 3) continue;
            drawing.add_label({.x_px = box_px + 6,
                               .y_px = start.y + thick / 2,
                               .text = text,
                               .style = strong_text});
        }
    }
    return rows;
}

}  // namespace

std::string flow_specification(const ChartData& data) {
    const bool narrow = data.width_px < narrow_px;
    const std::vector<Fill> colours = fills(data.hues, data.groups.size(), data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, {});
    drawing.set_mark(data.rehearsal_mark);
    const double side_px = data.width_px * (narrow ? 0.33 : 0.30);
    const double name_px = side_px - flow_gap_px - 10;
    const double plot_px = data.width_px - 2 * side_px;
    std::vector<FlowEnd> from = origins(drawing, data, name_px);
    std::vector<FlowEnd> to = destinations(drawing, data, name_px);
    const double amount = std::max(amount_of(from), amount_of(to));
    const double height_px =
        std::max({260.0, std::min(labels_height(from), 640.0), std::min(labels_height(to), 640.0)});
    const double gaps = flow_gap_px * static_cast<double>(std::max(from.size(), to.size()));
    const double px_each = amount > 0 ? (height_px - gaps) / amount : 0;
    stack_boxes(from, px_each);
    stack_boxes(to, px_each);
    std::vector<Colour> from_colours;
    for (const Fill& fill : colours)
        from_colours.push_back(fill.colour);
    json bands = flow_bands(drawing, data, from, to, colours, px_each, plot_px);
    drawing.add_shapes(std::move(bands), 0.42);
    drawing.add_boxes(flow_boxes(from, data.groups, from_colours, 0));
    drawing.add_boxes(
        flow_boxes(to, data.categories, std::vector(to.size(), ink::quiet), plot_px - box_px));
    double y = std::max(
        {height_px, add_flow_names(drawing, from, 0, -1), add_flow_names(drawing, to, plot_px, 1)});
    y += 4;
    for (const auto& line :
         drawing.ruler().wrap(data.value_axis_title, small_text, data.width_px - 2.0)) {
        drawing.add_label({.x_px = -side_px,
                           .y_px = y + 10,
                           .text = line,
                           .style = small_text,
                           .colour = ink::quiet});
        y += 16;
    }
    y += add_absent_values(drawing, data, side_px, y + 2);
    return drawing.specification(side_px, side_px, height_px, y - height_px + 6);
}

}  // namespace mtm
