#include <algorithm>
#include <cmath>
#include <numbers>

#include "chart/layouts.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double outer_px = 92;
constexpr double inner_px = 56;
constexpr double leader_px = 14;
constexpr double whole_turn = 2 * std::numbers::pi;
constexpr double least_turn = 0.001;  // less is no part of the ring, but an error of addition

struct Slice {
    std::string name;
    std::string value;
    bool shown = true;  // a withheld one is a name that points at the rest of the ring
    double from = 0;    // radians, clockwise from the top
    double to = 0;
    Fill fill = {};
    std::vector<std::string> lines = {};  // the name as it will stand beside the ring
    double y_px = 0;                      // of the label's middle, from the centre

    [[nodiscard]] double middle() const { return (from + to) / 2; }

    [[nodiscard]] bool right() const { return middle() < std::numbers::pi; }

    [[nodiscard]] double label_height_px() const {
        return (static_cast<double>(lines.size()) + 1) * line_height_px + 6;
    }
};

/// Each as wide as its percentage of the ring, in their order. What they leave of it stays for
/// answers that are withheld or not in the table.
std::vector<Slice> slices(const ChartData& data) {
    const std::vector<Fill> colours = fills(data.hues, data.categories.size(), data.ordered);
    const auto& values = data.values.front();
    double sum = 0;
    double withheld = 0;
    for (const auto& value : values) {
        sum += value.value_or(0);
        withheld += value ? 0 : 1;
    }
    const double whole = std::max(100.0, sum);  // shares told in steps can add to more
    double angle = 0;
    double rest_angle = sum / whole * whole_turn;
    const double rest_each = withheld > 0 ? (whole_turn - rest_angle) / withheld : 0;
    std::vector<Slice> result;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        const bool shown = values[i].has_value();
        double& at = shown ? angle : rest_angle;
        const double turn = shown ? *values[i] / whole * whole_turn : rest_each;
        result.push_back({.name = data.categories[i],
                          .value = data.labels.front()[i],
                          .shown = shown,
                          .from = at,
                          .to = at + turn,
                          .fill = shown ? colours[i] : Fill{ink::land, ink::text}});
        at += turn;
    }
    return result;
}

/// Moves the labels of one side apart, top to bottom, as little as needed.
void spread(std::vector<Slice*> side) {
    std::ranges::sort(side, {}, [](const Slice* slice) { return slice->y_px; });
    for (int round = 0; round < 200; ++round) {
        bool moved = false;
        for (std::size_t i = 1; i < side.size(); ++i) {
            const double need = (side[i - 1]->label_height_px() + side[i]->label_height_px()) / 2;
            const double lacking = need - (side[i]->y_px - side[i - 1]->y_px);
            if (lacking <= 0.01) continue;
            side[i - 1]->y_px -= lacking / 2;
            side[i]->y_px += lacking / 2;
            moved = true;
        }
        if (!moved) return;
    }
}

json ring_layer(const std::vector<Slice>& parts, double x_px, double y_px) {
    json rows = json::array();
    double shown_to = 0;
    for (const Slice& slice : parts) {
        if (!slice.shown || slice.to <= slice.from) continue;
        shown_to = slice.to;
        rows.push_back({{"category", slice.name},
                        {"label", slice.value},
                        {"from", slice.from},
                        {"to", slice.to},
                        {"colour", slice.fill.colour.light}});
    }
    if (whole_turn - shown_to > least_turn) {
        rows.push_back({{"from", shown_to}, {"to", whole_turn}, {"colour", ink::land.light}});
    }
    return {{"data", {{"values", rows}}},
            {"mark",
             {{"type", "arc"},
              {"x", tenth(x_px)},
              {"y", tenth(y_px)},
              {"innerRadius", inner_px},
              {"outerRadius", outer_px},
              {"stroke", ink::page.light},
              {"strokeWidth", 2}}},
            {"encoding",
             {{"theta", {{"field", "from"}, {"type", "quantitative"}, {"scale", nullptr}}},
              {"theta2", {{"field", "to"}}},
              {"fill", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}}}}}};
}

void add_total(Drawing& drawing, const ChartData& data, double x_px, double y_px) {
    if (data.total.empty()) return;
    const auto caption = drawing.ruler().wrap(data.total_caption, small_text, inner_px * 1.6);
    const double shift = caption.empty() ? 0 : 7 * static_cast<double>(caption.size());
    drawing.add_label({.x_px = x_px,
                       .y_px = y_px - shift,
                       .text = data.total,
                       .style = {.size_px = 22, .bold = true},
                       .align = Align::center});
    drawing.add_lines({.x_px = x_px,
                       .y_px = y_px + 12 + shift / 3,
                       .style = small_text,
                       .align = Align::center,
                       .colour = ink::quiet},
                      caption);
}

std::string with_labels_beside(Drawing& drawing, const ChartData& data, std::vector<Slice> parts) {
    const double center = data.width_px / 2.0;
    const double edge_px = outer_px + leader_px;
    std::vector<Slice*> left;
    std::vector<Slice*> right;
    for (Slice& slice : parts) {
        slice.lines = drawing.ruler().wrap(slice.name, body_text, center - edge_px - 20);
        slice.y_px = -std::cos(slice.middle()) * (outer_px + 8);
        (slice.right() ? right : left).push_back(&slice);
    }
    spread(left);
    spread(right);
    double top = -outer_px;
    double bottom = outer_px;
    for (const Slice& slice : parts) {
        top = std::min(top, slice.y_px - slice.label_height_px() / 2);
        bottom = std::max(bottom, slice.y_px + slice.label_height_px() / 2);
    }
    const double middle = -top + 4;
    for (const Slice& slice : parts) {
        const double side = slice.right() ? 1 : -1;
        const double y = middle + slice.y_px;
        const double text_x = center + side * (edge_px + 12);
        const Align align = slice.right() ? Align::left : Align::right;
        const double name_px = line_height_px * static_cast<double>(slice.lines.size());
        drawing.add_lines(
            {.x_px = text_x, .y_px = y - line_height_px / 2, .style = body_text, .align = align},
            slice.lines);
        drawing.add_label({.x_px = text_x,
                           .y_px = y + name_px / 2,
                           .text = slice.value,
                           .style = strong_text,
                           .align = align});
        const double knee = center + side * edge_px;
        drawing.add_rule(center + std::sin(slice.middle()) * (outer_px + 3),
                         middle - std::cos(slice.middle()) * (outer_px + 3),
                         knee,
                         y,
                         ink::axis);
        drawing.add_rule(knee, y, knee + side * 8, y, ink::axis);
    }
    drawing.add_layer(ring_layer(parts, center, middle));
    add_total(drawing, data, center, middle);
    return drawing.specification(0, 0, middle + bottom + 6, 2);
}

/// A list under the ring, where there is no room at its sides.
std::string with_list_under(Drawing& drawing,
                            const ChartData& data,
                            const std::vector<Slice>& parts) {
    const double center = data.width_px / 2.0;
    const double middle = outer_px + 6;
    double value_px = 0;
    for (const Slice& slice : parts) {
        value_px = std::max(value_px, drawing.ruler().width_px(slice.value, strong_text));
    }
    double y = middle + outer_px + 24;
    json dots = json::array();
    for (const Slice& slice : parts) {
        const auto lines =
            drawing.ruler().wrap(slice.name, body_text, data.width_px - 22 - value_px - 12);
        const double block_px = line_height_px * static_cast<double>(lines.size());
        dots.push_back({{"x", 0},
                        {"x2", 12},
                        {"y", tenth(y - 6)},
                        {"y2", tenth(y + 6)},
                        {"colour", slice.fill.colour.light}});
        drawing.add_lines(
            {.x_px = 20, .y_px = y + block_px / 2 - line_height_px / 2, .style = body_text}, lines);
        drawing.add_label({.x_px = static_cast<double>(data.width_px) - 1,
                           .y_px = y,
                           .text = slice.value,
                           .style = strong_text,
                           .align = Align::right});
        y += block_px + 8;
    }
    drawing.add_layer(ring_layer(parts, center, middle));
    drawing.add_layer(
        {{"data", {{"values", dots}}},
         {"mark", {{"type", "rect"}, {"cornerRadius", 2}}},
         {"encoding",
          {{"x", pixels("x")},
           {"x2", {{"field", "x2"}}},
           {"y", pixels("y")},
           {"y2", {{"field", "y2"}}},
           {"fill", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}}}}}});
    add_total(drawing, data, center, middle);
    return drawing.specification(0, 0, y - 8, 2);
}

}  // namespace

std::string donut_specification(const ChartData& data) {
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, {});
    drawing.set_mark(data.rehearsal_mark);
    std::vector<Slice> parts = slices(data);
    return data.width_px < narrow_px ? with_list_under(drawing, data, parts)
                                     : with_labels_beside(drawing, data, std::move(parts));
}

}  // namespace mtm
