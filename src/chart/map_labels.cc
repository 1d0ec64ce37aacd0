#include "chart/map_labels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "base/text.h"
#include "chart/layouts.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double map_line_px = 15;
constexpr TextStyle city_text{.size_px = 12, .bold = true};

MapBox around(Point centre, double half_width, double half_height) {
    return {centre.x - half_width,
            centre.y - half_height,
            centre.x + half_width,
            centre.y + half_height};
}

std::vector<std::string> lines_of(const std::string& label) {
    std::vector<std::string> lines;
    for (const auto part : split(label, '\n'))
        lines.emplace_back(part);
    return lines;
}

/// Share of the box's points that lie on the area.
double share_inside(const Ring& ring, const MapBox& box) {
    int hits = 0;
    for (int i = 0; i <= 8; ++i) {
        for (int j = 0; j <= 4; ++j) {
            const Point at{box.left + (box.right - box.left) * i / 8,
                           box.top + (box.bottom - box.top) * j / 4};
            hits += lies_inside(ring, at) ? 1 : 0;
        }
    }
    return hits / 45.0;
}

/// On its area, if it fits there whole.
bool put_on_area(LabelPlaces& places,
                 const Ring& ring,
                 const std::vector<std::string>& lines,
                 const TextStyle& style,
                 Colour colour) {
    const Point centre = label_point(ring);
    const Point size = places.size(lines, style);
    std::optional<MapBox> best;
    double best_distance = 1e9;
    for (int column = -8; column <= 8; ++column) {
        for (int row = -8; row <= 8; ++row) {
            const Point at{centre.x + column * 7.0, centre.y + row * 6.0};
            const MapBox box = around(at, size.x / 2 + 3, size.y / 2 + 1);
            const double distance = std::hypot(column * 7.0, row * 6.0);
            if (distance >= best_distance || !places.is_free(box)) continue;
            if (share_inside(ring, box) < 1) continue;
            best = box;
            best_distance = distance;
        }
    }
    if (!best) return false;
    places.put(*best, lines, style, colour);
    return true;
}

/// As near to a point as there is room, on a ground of its own. Returns that ground.
std::optional<MapBox> put_near(LabelPlaces& places,
                               Point at,
                               const std::vector<std::string>& lines) {
    const Point size = places.size(lines, city_text);
    for (double distance = 0; distance < 120; distance += 6) {
        for (int turn = 0; turn < 12; ++turn) {
            const double angle = turn * std::numbers::pi / 6;
            const MapBox box =
                around({at.x + distance * std::cos(angle), at.y + distance * std::sin(angle)},
                       size.x / 2 + 4,
                       size.y / 2 + 1);
            if (!places.is_free(box)) continue;
            places.put(box, lines, city_text, ink::text);
            return box;
        }
    }
    return std::nullopt;
}

/// Beside its dot or bubble, on a ground of its own. Returns that ground.
std::optional<MapBox> put_beside(LabelPlaces& places,
                                 Point dot,
                                 double radius_px,
                                 const std::vector<std::string>& lines) {
    const Point size = places.size(lines, city_text);
    const double dx = size.x / 2 + radius_px + 6;
    const double dy = size.y / 2 + radius_px + 3;
    for (const Point& shift :
         {Point{dx, 0}, {-dx, 0}, {0, -dy}, {0, dy}, {dx, -dy}, {-dx, -dy}, {dx, dy}, {-dx, dy}}) {
        const MapBox box =
            around({dot.x + shift.x, dot.y + shift.y}, size.x / 2 + 4, size.y / 2 + 1);
        if (!places.is_free(box)) continue;
        places.put(box, lines, city_text, ink::text);
        return box;
    }
    return std::nullopt;
}

/// Rounded boxes: the dots of cities, and the grounds that their names stand on.
json box_layer(json rows, Colour fill, double radius_px, double opacity) {
    return {{"data", {{"values", std::move(rows)}}},
            {"mark",
             {{"type", "rect"},
              {"cornerRadius", radius_px},
              {"fill", fill.light},
              {"fillOpacity", opacity},
              {"stroke", ink::page.light},
              {"strokeWidth", 1}}},
            {"encoding",
             {{"x", pixels("x")},
              {"x2", {{"field", "x2"}}},
              {"y", pixels("y")},
              {"y2", {{"field", "y2"}}}}}};
}

json row_of(const MapBox& box) {
    return {{"x", tenth(box.left)},
            {"y", tenth(box.top)},
            {"x2", tenth(box.right)},
            {"y2", tenth(box.bottom)}};
}

bool is_covered_city(const MapShape& shape) {
    return shape.area != nullptr && shape.area->covered && shape.area->city;
}

Point centre_of(const MapShape& shape) {
    return label_point(largest_ring(shape));
}

}  // namespace

Point LabelPlaces::size(const std::vector<std::string>& lines, const TextStyle& style) const {
    Point size{0, map_line_px * static_cast<double>(lines.size())};
    for (const auto& line : lines)
        size.x = std::max(size.x, drawing_.ruler().width_px(line, style));
    return size;
}

bool LabelPlaces::is_free(const MapBox& box) const {
    return box.within(width_px_, height_px_) &&
           std::ranges::none_of(taken_, [&](const MapBox& other) { return other.meets(box); });
}

void LabelPlaces::put(const MapBox& box,
                      const std::vector<std::string>& lines,
                      const TextStyle& style,
                      Colour colour) {
    double y = box.top + map_line_px / 2;
    for (const auto& line : lines) {
        drawing_.add_label({.x_px = (box.left + box.right) / 2,
                            .y_px = y,
                            .text = line,
                            .style = style,
                            .align = Align::center,
                            .colour = colour});
        y += map_line_px;
    }
    occupy(box);
}

void MapLabels::put_number_near(const MapShape& shape, Point at) {
    if (!numbered_) list_.push_back(shape.area->label);
    const auto ground = put_near(places_, at, {std::to_string(list_.size())});
    if (ground) grounds_.push_back(row_of(*ground));
}

void MapLabels::add_cities(const std::vector<MapShape>& shapes) {
    for (const MapShape& shape : shapes) {
        if (!is_covered_city(shape)) continue;
        places_.occupy(around(centre_of(shape), city_dot_px + 1, city_dot_px + 1));
    }
    for (const MapShape& shape : shapes) {
        if (!is_covered_city(shape)) continue;
        const Point at = centre_of(shape);
        const auto ground = put_beside(places_, at, city_dot_px, shown(*shape.area));
        if (ground) {
            grounds_.push_back(row_of(*ground));
        } else {
            put_number_near(shape, at);
        }
        dots_.push_back(row_of(around(at, city_dot_px, city_dot_px)));
    }
}

void MapLabels::add_regions(const std::vector<MapShape>& shapes, const std::vector<Colour>& text) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const MapShape& shape = shapes[i];
        if (shape.area == nullptr || !shape.area->covered || shape.area->city) continue;
        const Ring& ring = largest_ring(shape);
        const auto lines = shown(*shape.area);
        if (put_on_area(places_, ring, lines, body_text, text[i])) continue;
        if (put_on_area(places_, ring, lines, {.size_px = 11}, text[i])) continue;
        if (!numbered_) list_.push_back(shape.area->label);
        const std::vector<std::string> number{std::to_string(list_.size())};
        if (put_on_area(places_, ring, number, {.size_px = 11, .bold = true}, text[i])) continue;
        const auto ground = put_near(places_, label_point(ring), number);
        if (ground) grounds_.push_back(row_of(*ground));
    }
}

void MapLabels::add_bubbles(const std::vector<MapShape>& shapes,
                            const std::vector<double>& radius_px) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (radius_px[i] > 0) {
            places_.occupy(around(centre_of(shapes[i]), radius_px[i], radius_px[i]));
        }
    }
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (shapes[i].area == nullptr || !shapes[i].area->covered) continue;
        const Point at = centre_of(shapes[i]);
        const auto ground = put_beside(places_, at, radius_px[i], shown(*shapes[i].area));
        if (ground) {
            grounds_.push_back(row_of(*ground));
        } else {
            put_number_near(shapes[i], at);
        }
    }
}

void MapLabels::add_layers() {
    if (!dots_.empty()) drawing_.add_layer(box_layer(dots_, ink::text, city_dot_px, 1));
    if (!grounds_.empty()) drawing_.add_layer(box_layer(grounds_, ink::page, 3, 0.85));
}

double MapLabels::add_list(double top_px) {
    double x = 0;
    double y = top_px;
    for (std::size_t i = 0; i < list_.size(); ++i) {
        const std::string text =
            std::to_string(i + 1) + "\u00A0\u00A0" + replace_all(list_[i], "\n", ": ");
        const auto lines = drawing_.ruler().wrap(text, small_text, width_px_ - 1);
        double width = 0;
        for (const std::string& line : lines)
            width = std::max(width, drawing_.ruler().width_px(line, small_text));
        if (x > 0 && (x + width > width_px_ || lines.size() > 1)) {
            x = 0;
            y += line_height_px;
        }
        for (const std::string& line : lines) {
            drawing_.add_label({.x_px = x, .y_px = y + 8, .text = line, .style = small_text});
            if (&line != &lines.back()) y += line_height_px;
        }
        x += width + 18;
    }
    return list_.empty() ? top_px : y + line_height_px;
}

std::vector<std::string> MapLabels::shown(const MapArea& area) {
    if (!numbered_) return lines_of(area.label);
    list_.push_back(area.label);
    return {std::to_string(list_.size())};
}

}  // namespace mtm
