#include <algorithm>

#include "chart/layouts.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double gap_px = 12;  // between label and bar

BarRows rows_with_labels_above(Drawing& drawing, const ChartData& data, double bars_px) {
    BarRows rows;
    double y = 0;
    for (const std::string& category : data.categories) {
        const auto lines = drawing.ruler().wrap(category, body_text, data.width_px - 2.0);
        const double block_px = line_height_px * static_cast<double>(lines.size());
        drawing.add_lines({.x_px = 0, .y_px = y + block_px / 2 + 1, .style = body_text}, lines);
        y += block_px + 4;
        rows.bars_top_px.push_back(y);
        y += bars_px + 13;
    }
    rows.height_px = y - 6;
    return rows;
}

/// The narrowest column in which no label takes more than two lines, or the widest that leaves
/// room for bars.
double label_column_px(const Drawing& drawing, const ChartData& data) {
    const double widest = data.width_px * 0.46;
    double column = 0;
    for (const std::string& category : data.categories) {
        double limit = data.width_px * 0.34;
        while (limit < widest && drawing.ruler().wrap(category, body_text, limit).size() > 2) {
            limit = std::min(widest, limit + 10);
        }
        for (const auto& line : drawing.ruler().wrap(category, body_text, limit)) {
            column = std::max(column, drawing.ruler().width_px(line, body_text));
        }
    }
    return column;
}

BarRows rows_with_labels_beside(Drawing& drawing, const ChartData& data, double bars_px) {
    const double column = label_column_px(drawing, data);
    BarRows rows;
    rows.left_px = column + gap_px;
    double y = 4;
    for (const std::string& category : data.categories) {
        const auto lines = drawing.ruler().wrap(category, body_text, column + 0.01);
        const double block_px =
            std::max(bars_px, line_height_px * static_cast<double>(lines.size()) - 3);
        drawing.add_lines(
            {.x_px = -gap_px, .y_px = y + block_px / 2, .style = body_text, .align = Align::right},
            lines);
        rows.bars_top_px.push_back(y + (block_px - bars_px) / 2);
        y += block_px + 12;
    }
    rows.height_px = y - 6;
    return rows;
}

}  // namespace

BarRows add_bar_rows(Drawing& drawing, const ChartData& data, double bars_px) {
    return data.width_px < narrow_px ? rows_with_labels_above(drawing, data, bars_px)
                                     : rows_with_labels_beside(drawing, data, bars_px);
}

std::vector<LegendEntry> group_legend(const ChartData& data, const std::vector<Fill>& fills) {
    std::vector<LegendEntry> legend;
    for (std::size_t i = 0; i < data.groups.size(); ++i) {
        legend.push_back({.text = data.groups[i], .colour = fills[i].colour});
    }
    return legend;
}

json bar_layer(json rows, double from, double to, const std::vector<double>& ticks) {
    return {
        {"data", {{"values", std::move(rows)}}},
        {"mark",
         {{"type", "rect"},
          {"cornerRadius", 1.5},
          {"stroke", ink::page.light},
          {"strokeWidth", 1}}},
        {"encoding",
         {{"x",
           {{"field", "from"},
            {"type", "quantitative"},
            {"scale", {{"domain", {from, to}}, {"nice", false}, {"zero", false}}},
            {"axis", {{"values", ticks}, {"labels", false}, {"title", nullptr}, {"grid", true}}}}},
          {"x2", {{"field", "to"}}},
          {"y", pixels("top")},
          {"y2", {{"field", "bottom"}}},
          {"fill", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}}}}}};
}

}  // namespace mtm
