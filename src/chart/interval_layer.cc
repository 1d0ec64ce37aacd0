#include "chart/interval_layer.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double end_stroke_px = 7;
constexpr double line_px = 1.5;
constexpr double edge_px = 4;

json rules(const json& rows, std::string_view colour, double width) {
    return {{"data", {{"values", rows}}},
            {"mark", {{"type", "rule"}, {"stroke", colour}, {"strokeWidth", width}}},
            {"encoding",
             {{"x", pixels("x")},
              {"x2", {{"field", "x2"}}},
              {"y", pixels("y")},
              {"y2", {{"field", "y2"}}}}}};
}

json rule(double x, double y, double x2, double y2) {
    return {{"x", tenth(x)}, {"y", tenth(y)}, {"x2", tenth(x2)}, {"y2", tenth(y2)}};
}

}  // namespace

std::optional<ValueInterval> interval_at(const ChartData& data,
                                         std::size_t group,
                                         std::size_t category) {
    if (data.intervals.empty() || !data.values[group][category]) return std::nullopt;
    return data.intervals[group][category];
}

void IntervalLayer::add(double low_px, double high_px, double y_px) {
    rows_.push_back(rule(low_px, y_px, high_px, y_px));
    for (const double x : {low_px, high_px})
        rows_.push_back(rule(x, y_px - end_stroke_px / 2, x, y_px + end_stroke_px / 2));
}

void IntervalLayer::draw(Drawing& drawing) const {
    if (rows_.empty()) return;
    drawing.add_layer(rules(rows_, ink::page.light, edge_px));
    drawing.add_layer(rules(rows_, ink::text.light, line_px));
}

}  // namespace mtm
