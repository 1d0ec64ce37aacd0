#include "chart/drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace mtm {

using nlohmann::json;

namespace {

constexpr TextStyle title_text{.size_px = 15, .bold = true};
constexpr double title_line_px = 20;
constexpr double legend_line_px = 20;
constexpr double swatch_px = 12;

std::string_view name_of(Align align) {
    if (align == Align::left) return "left";
    return align == Align::right ? "right" : "center";
}

}  // namespace

json rule_row(double x_px, double y_px, double x2_px, double y2_px, Colour colour) {
    return {{"x", tenth(x_px)},
            {"y", tenth(y_px)},
            {"x2", tenth(x2_px)},
            {"y2", tenth(y2_px)},
            {"colour", colour.light}};
}

json rule_layer(const json& rows) {
    return {{"data", {{"values", rows}}},
            {"mark", {{"type", "rule"}, {"strokeWidth", 1}}},
            {"encoding",
             {{"x", pixels("x")},
              {"x2", {{"field", "x2"}}},
              {"y", pixels("y")},
              {"y2", {{"field", "y2"}}},
              {"stroke", colour_field()}}}};
}

json colour_field() {
    return {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}};
}

json shape_row(const std::vector<Ring>& rings, Colour colour, json about) {
    json coordinates = json::array();
    for (const Ring& ring : rings) {
        json points = json::array();
        for (const Point& point : ring)
            points.push_back({tenth(point.x), tenth(point.y)});
        if (!points.empty()) coordinates.push_back(std::move(points));
    }
    about["type"] = "Feature";
    about["colour"] = colour.light;
    about["geometry"] = {{"type", "Polygon"}, {"coordinates", std::move(coordinates)}};
    return about;
}

double tenth(double px) {
    return std::round(px * 10) / 10;
}

json pixels(std::string_view field) {
    return {{"field", field}, {"type", "quantitative"}, {"scale", nullptr}, {"axis", nullptr}};
}

void Drawing::add_lines(const Label& first, const std::vector<std::string>& lines) {
    double y = first.y_px - line_height_px * (static_cast<double>(lines.size()) - 1) / 2;
    for (const std::string& line : lines) {
        Label label = first;
        label.text = line;
        label.y_px = y;
        labels_.push_back(std::move(label));
        y += line_height_px;
    }
}

void Drawing::add_rule(double x_px, double y_px, double x2_px, double y2_px, Colour colour) {
    rules_.push_back(rule_row(x_px, y_px, x2_px, y2_px, colour));
}

void Drawing::add_grid_rule(double x_px, double y_px, double x2_px, double y2_px, Colour colour) {
    grid_.push_back(rule_row(x_px, y_px, x2_px, y2_px, colour));
}

void Drawing::add_boxes(json rows, double corner_px) {
    if (rows.empty()) return;
    layers_.push_back({{"data", {{"values", std::move(rows)}}},
                       {"mark", {{"type", "rect"}, {"cornerRadius", corner_px}}},
                       {"encoding",
                        {{"x", pixels("x")},
                         {"x2", {{"field", "x2"}}},
                         {"y", pixels("y")},
                         {"y2", {{"field", "y2"}}},
                         {"fill", colour_field()}}}});
}

void Drawing::add_shapes(json rows, double opacity) {
    if (rows.empty()) return;
    layers_.push_back({{"data", {{"values", std::move(rows)}}},
                       {"projection", {{"type", "identity"}, {"scale", 1}, {"translate", {0, 0}}}},
                       {"mark",
                        {{"type", "geoshape"},
                         {"clip", false},
                         {"fillOpacity", opacity},
                         {"stroke", ink::page.light},
                         {"strokeWidth", 1}}},
                       {"encoding", {{"fill", colour_field()}}}});
}

void Drawing::set_head(std::string_view title,
                       const std::vector<LegendEntry>& legend,
                       std::string_view caption) {
    double y = 2;
    if (!title.empty()) {
        for (const std::string& line : ruler_.wrap(title, title_text, width_px_)) {
            head_.push_back(
                {.x_px = 0, .y_px = y + title_line_px / 2, .text = line, .style = title_text});
            y += title_line_px;
        }
        y += 6;
    }
    for (const std::string& line : ruler_.wrap(caption, small_text, width_px_ - 1)) {
        head_.push_back({.x_px = 0,
                         .y_px = y + line_height_px / 2,
                         .text = line,
                         .style = small_text,
                         .colour = ink::quiet});
        y += line_height_px;
    }
    double x = 0;
    for (const LegendEntry& entry : legend) {
        constexpr double text_x = swatch_px + 6;
        const auto lines = ruler_.wrap(entry.text, body_text, width_px_ - text_x);
        double width = 0;
        for (const auto& line : lines)
            width = std::max(width, ruler_.width_px(line, body_text));
        if (x > 0 && x + text_x + width > width_px_) {
            x = 0;
            y += legend_line_px;
        }
        swatches_.push_back({{"x", tenth(x)},
                             {"y", tenth(y + 4)},
                             {"colour", entry.colour.light},
                             {"radius", entry.round ? swatch_px / 2 : 2}});
        if (entry.hatched) hatched_.push_back({x, y + 4});
        for (const auto& line : lines) {
            head_.push_back({.x_px = x + text_x,
                             .y_px = y + legend_line_px / 2,
                             .text = line,
                             .style = body_text});
            if (&line != &lines.back()) y += line_height_px;
        }
        x += text_x + width + 18;
    }
    head_px_ = y + (legend.empty() ? 0 : legend_line_px + 8);
}

void Drawing::place_head(double left_px) {
    for (Label label : head_) {
        label.x_px -= left_px;
        label.y_px -= head_px_;
        labels_.push_back(std::move(label));
    }
    for (const Point& swatch : hatched_) {
        const double px = swatch.x - left_px;
        const double py = swatch.y - head_px_;
        add_rule(px, py + swatch_px / 2, px + swatch_px / 2, py, ink::axis);
        add_rule(px, py + swatch_px, px + swatch_px, py, ink::axis);
        add_rule(px + swatch_px / 2, py + swatch_px, px + swatch_px, py + swatch_px / 2, ink::axis);
    }
    if (swatches_.empty()) return;
    for (json& swatch : swatches_) {
        const double x = swatch["x"].get<double>() - left_px;
        const double y = swatch["y"].get<double>() - head_px_;
        swatch["x"] = tenth(x);
        swatch["y"] = tenth(y);
        swatch["x2"] = tenth(x + swatch_px);
        swatch["y2"] = tenth(y + swatch_px);
    }
    layers_.push_back({{"data", {{"values", swatches_}}},
                       {"mark", {{"type", "rect"}, {"cornerRadius", {{"expr", "datum.radius"}}}}},
                       {"encoding",
                        {{"x", pixels("x")},
                         {"x2", {{"field", "x2"}}},
                         {"y", pixels("y")},
                         {"y2", {{"field", "y2"}}},
                         {"fill", colour_field()}}}});
}

void Drawing::place_mark(double plot_width_px, double height_px) {
    if (mark_.empty()) return;
    // Slanted and large, so that it is seen as lying across and not as one of the labels.
    constexpr double slant = 0.2;  // radians
    const TextStyle unit{.size_px = 1, .bold = true};
    const auto fitting_size = [&](const std::vector<std::string>& lines) {
        double length = 0;
        for (const std::string& line : lines)
            length = std::max(length, ruler_.width_px(line, unit));
        const double block = 1.2 * static_cast<double>(lines.size());
        return std::min(
            {44.0,
             0.98 * plot_width_px / (length * std::cos(slant) + block * std::sin(slant)),
             1.05 * height_px / (length * std::sin(slant) + block * std::cos(slant))});
    };
    std::vector<std::string> lines{mark_};
    if (fitting_size(lines) < 24) {
        auto halves = ruler_.wrap(mark_, unit, ruler_.width_px(mark_, unit) * 0.62);
        if (fitting_size(halves) > fitting_size(lines)) lines = std::move(halves);
    }
    const double size_px = fitting_size(lines);
    const double line_px = size_px * 1.2;
    const int copies = std::max(1, static_cast<int>(height_px / 260));
    json rows = json::array();
    for (int copy = 0; copy < copies; ++copy) {
        double from_middle = -line_px * (static_cast<double>(lines.size()) - 1) / 2;
        for (const std::string& line : lines) {
            rows.push_back(
                {{"x", tenth(plot_width_px / 2 + from_middle * std::sin(slant))},
                 {"y", tenth(height_px * (copy + 0.5) / copies + from_middle * std::cos(slant))},
                 {"text", line}});
            from_middle += line_px;
        }
    }
    marks_.push_back({{"data", {{"values", rows}}},
                      {"mark",
                       {{"type", "text"},
                        {"align", "center"},
                        {"baseline", "middle"},
                        {"angle", tenth(-slant * 180 / std::numbers::pi)},
                        {"fontSize", tenth(size_px)},
                        {"fontWeight", "bold"},
                        {"fill", ink::mark.light},
                        {"opacity", 0.28}}},
                      {"encoding",
                       {{"x", pixels("x")},
                        {"y", pixels("y")},
                        {"text", {{"field", "text"}, {"type", "nominal"}}}}}});
}

json Drawing::label_layer() const {
    json rows = json::array();
    for (const Label& label : labels_) {
        rows.push_back({{"x", tenth(label.x_px)},
                        {"y", tenth(label.y_px + label.style.size_px * 0.355)},
                        {"text", label.text},
                        {"align", name_of(label.align)},
                        {"size", label.style.size_px},
                        {"weight", label.style.bold ? "bold" : "normal"},
                        {"style", label.style.italic ? "italic" : "normal"},
                        {"colour", label.colour.light}});
    }
    return {{"data", {{"values", rows}}},
            {"mark",
             {{"type", "text"},
              {"baseline", "alphabetic"},
              {"align", {{"expr", "datum.align"}}},
              {"fontSize", {{"expr", "datum.size"}}},
              {"fontWeight", {{"expr", "datum.weight"}}},
              {"fontStyle", {{"expr", "datum.style"}}}}},
            {"encoding",
             {{"x", pixels("x")},
              {"y", pixels("y")},
              {"text", {{"field", "text"}, {"type", "nominal"}}},
              {"fill", colour_field()}}}};
}

std::string Drawing::specification(double left_px,
                                   double right_px,
                                   double height_px,
                                   double bottom_px) {
    const double plot_px = tenth(width_px_ - left_px - right_px);
    place_head(left_px);
    place_mark(plot_px, height_px);
    json layers = json::array();
    if (!grid_.empty()) layers.push_back(rule_layer(grid_));
    for (json& layer : layers_)
        layers.push_back(std::move(layer));
    if (!rules_.empty()) layers.push_back(rule_layer(rules_));
    for (const json& mark : marks_)
        layers.push_back(mark);
    if (!labels_.empty()) layers.push_back(label_layer());
    const json result{{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
                      {"width", plot_px},
                      {"height", tenth(height_px)},
                      {"autosize", {{"type", "none"}}},
                      {"padding",
                       {{"left", tenth(left_px)},
                        {"right", tenth(width_px_ - tenth(left_px) - plot_px)},
                        {"top", tenth(head_px_)},
                        {"bottom", tenth(bottom_px)}}},
                      {"background", nullptr},
                      {"config",
                       {{"aria", false},
                        {"font", ruler_.families()},
                        {"view", {{"stroke", nullptr}}},
                        {"axis",
                         {{"labelFontSize", small_text.size_px},
                          {"titleFontSize", small_text.size_px},
                          {"titleFontWeight", "normal"},
                          {"labelColor", ink::quiet.light},
                          {"titleColor", ink::quiet.light},
                          {"domain", false},
                          {"ticks", false},
                          {"gridColor", ink::grid.light},
                          {"labelLimit", 0},
                          {"titleLimit", 0}}}}},
                      {"layer", layers}};
    return result.dump();
}

}  // namespace mtm
