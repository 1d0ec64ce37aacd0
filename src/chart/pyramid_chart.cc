#include <algorithm>

#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double bar_px = 20;
constexpr double step_px = 26;
constexpr double age_gap_px = 6;

/// Two plots back to back with a column of age groups between them. Seen as one plot, its values
/// run from −(max + gap) to max + gap, where `gap` is half the column in units of the value.
struct Pyramid {
    double half_px = 0;    // width of one side
    double column_px = 0;  // of the age groups
    double margin_px = 0;  // beyond the outermost tick
    ValueAxis axis;

    [[nodiscard]] double px(double value) const { return value / axis.max * half_px; }

    [[nodiscard]] double gap() const { return column_px / 2 / half_px * axis.max; }

    [[nodiscard]] double middle_px() const { return half_px + column_px / 2; }

    /// Where a value of the left (−1) or right (+1) side is.
    [[nodiscard]] double x_px(double value, int side) const {
        return middle_px() + side * (column_px / 2 + px(value));
    }
};

Pyramid laid_out(const Drawing& drawing, const ChartData& data) {
    Pyramid pyramid;
    pyramid.axis = value_axis(largest_value(data), data.percent, data.width_px < narrow_px ? 2 : 4);
    for (const std::string& category : data.categories) {
        pyramid.column_px =
            std::max(pyramid.column_px, drawing.ruler().width_px(category, body_text) + 20);
    }
    const double tick = drawing.ruler().width_px(tick_label(pyramid.axis.max, data), small_text);
    const double side_px = (data.width_px - pyramid.column_px) / 2;
    pyramid.half_px = side_px - tick / 2 - 2;
    for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const double share = data.values[side][i].value_or(0) / pyramid.axis.max;
            const double label = drawing.ruler().width_px(data.labels[side][i], strong_text);
            if (share > 0) {
                pyramid.half_px =
                    std::min(pyramid.half_px, (side_px - label - age_gap_px - 2) / share);
            }
        }
    }
    pyramid.margin_px = side_px - pyramid.half_px;
    return pyramid;
}

void add_side_label(Drawing& drawing,
                    const ChartData& data,
                    const Pyramid& pyramid,
                    std::size_t group,
                    std::size_t i,
                    double y_px) {
    const auto& value = data.values[group][i];
    const int side = group == 0 ? -1 : 1;
    drawing.add_label({.x_px = pyramid.x_px(value.value_or(0), side) + side * age_gap_px,
                       .y_px = y_px,
                       .text = data.labels[group][i],
                       .style = value ? strong_text : TextStyle{.size_px = 12, .italic = true},
                       .align = side < 0 ? Align::right : Align::left,
                       .colour = value ? ink::text : ink::quiet});
}

double add_axes(Drawing& drawing, const ChartData& data, const Pyramid& pyramid, double height_px) {
    for (const int side : {-1, 1}) {
        for (const double tick : pyramid.axis.ticks) {
            drawing.add_label({.x_px = pyramid.x_px(tick, side),
                               .y_px = height_px + 12,
                               .text = tick_label(tick, data),
                               .style = small_text,
                               .align = Align::center,
                               .colour = ink::quiet});
        }
    }
    const auto lines = drawing.ruler().wrap(data.value_axis_title, small_text, data.width_px - 4.0);
    const double block_px = static_cast<double>(lines.size()) * line_height_px;
    drawing.add_lines({.x_px = pyramid.middle_px(),
                       .y_px = height_px + 24 + block_px / 2,
                       .style = small_text,
                       .align = Align::center,
                       .colour = ink::quiet},
                      lines);
    return 28 + block_px;
}

}  // namespace

std::string pyramid_specification(const ChartData& data) {
    const std::vector<Fill> colours = fills(data.hues, 2, data.ordered);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, group_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    const Pyramid pyramid = laid_out(drawing, data);
    const double gap = pyramid.gap();
    const double height_px = step_px * static_cast<double>(data.categories.size()) + 2;
    json bars = json::array();
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        const double top = height_px - step_px * static_cast<double>(i + 1);
        const double middle = top + bar_px / 2;
        drawing.add_label({.x_px = pyramid.middle_px(),
                           .y_px = middle,
                           .text = data.categories[i],
                           .style = body_text,
                           .align = Align::center});
        for (std::size_t group = 0; group < 2; ++group) {
            add_side_label(drawing, data, pyramid, group, i, middle);
            const auto& value = data.values[group][i];
            if (!value) continue;
            const double sign = group == 0 ? -1 : 1;
            bars.push_back({{"category", data.categories[i]},
                            {"group", data.groups[group]},
                            {"value", *value},
                            {"from", sign * gap},
                            {"to", sign * (gap + *value)},
                            {"top", tenth(top)},
                            {"bottom", tenth(top + bar_px)},
                            {"colour", colours[group].colour.light}});
        }
    }
    std::vector<double> ticks;
    for (const double tick : pyramid.axis.ticks) {
        ticks.push_back(-gap - tick);
        ticks.push_back(gap + tick);
    }
    const double end = gap + pyramid.axis.max;
    drawing.add_layer(bar_layer(std::move(bars), -end, end, ticks));
    const double bottom = add_axes(drawing, data, pyramid, height_px);
    return drawing.specification(pyramid.margin_px, pyramid.margin_px, height_px, bottom);
}

}  // namespace mtm
