#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "base/diagnostic.h"
#include "base/text.h"
#include "chart/drawing.h"
#include "chart/layouts.h"
#include "chart/projection.h"
#include "chart/specification.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double dot_px = 5;  // radius
constexpr double map_line_px = 15;
constexpr TextStyle city_text{.size_px = 12, .bold = true};

/// An area of the GeoJSON with its rings, outer and inner alike, in degrees and then in pixels.
struct Shape {
    std::string key;
    std::vector<Ring> rings = {};
    const MapArea* area = nullptr;  // what the map says of it, if anything
};

struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    [[nodiscard]] bool meets(const Box& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    [[nodiscard]] bool within(double width, double height) const {
        return left >= 0 && top >= 0 && right <= width && bottom <= height;
    }
};

Ring ring_of(const json& coordinates) {
    Ring ring;
    for (const json& position : coordinates) {
        ring.push_back({position.at(0).get<double>(), position.at(1).get<double>()});
    }
    return ring;
}

std::string key_of(const json& properties, const std::string& key_property) {
    const auto found = properties.find(key_property);
    if (found == properties.end()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::vector<Shape> shapes_of(const json& collection, const std::string& key_property) {
    std::vector<Shape> shapes;
    for (const json& feature : collection.at("features")) {
        Shape shape{.key = key_of(feature.at("properties"), key_property)};
        const json& geometry = feature.at("geometry");
        const json& coordinates = geometry.at("coordinates");
        const std::string type = geometry.at("type").get<std::string>();
        if (type == "Polygon") {
            for (const json& ring : coordinates)
                shape.rings.push_back(ring_of(ring));
        } else if (type == "MultiPolygon") {
            for (const json& polygon : coordinates) {
                for (const json& ring : polygon)
                    shape.rings.push_back(ring_of(ring));
            }
        }
        if (!shape.rings.empty()) shapes.push_back(std::move(shape));
    }
    return shapes;
}

Result<std::vector<Shape>> read_shapes(const MapData& data) {
    std::vector<Shape> shapes;
    try {
        shapes = shapes_of(json::parse(data.geojson), data.key_property);
    } catch (const json::exception& failure) {
        return Error{std::string("the boundaries are not GeoJSON that a map can be drawn from: ") +
                     failure.what()};
    }
    if (shapes.empty()) return Error{"the boundaries hold no area"};
    std::vector<std::string> keys;
    for (const Shape& shape : shapes)
        keys.push_back(shape.key);
    for (const MapArea& area : data.areas) {
        const auto found = std::ranges::find(keys, area.key);
        if (found == keys.end()) {
            return Error{"the boundaries hold no area with " + data.key_property + " \"" +
                         area.key + "\". " + did_you_mean(area.key, keys, "")};
        }
        shapes[static_cast<std::size_t>(found - keys.begin())].area = &area;
    }
    return shapes;
}

template <typename Change>
void for_each_point(std::vector<Shape>& shapes, Change change) {
    for (Shape& shape : shapes) {
        for (Ring& ring : shape.rings) {
            for (Point& point : ring)
                change(point);
        }
    }
}

Box bounds(std::vector<Shape>& shapes) {
    Box box{1e9, 1e9, -1e9, -1e9};
    for_each_point(shapes, [&](const Point& point) {
        box.left = std::min(box.left, point.x);
        box.right = std::max(box.right, point.x);
        box.top = std::min(box.top, point.y);
        box.bottom = std::max(box.bottom, point.y);
    });
    return box;
}

/// From degrees to pixels of a map `width_px` wide; returns its height.
double project(std::vector<Shape>& shapes, double width_px) {
    const Box degrees = bounds(shapes);
    const EqualAreaProjection projection(degrees.left, degrees.top, degrees.right, degrees.bottom);
    for_each_point(shapes, [&](Point& point) { point = projection(point); });
    const Box plane = bounds(shapes);
    constexpr double margin_px = 4;
    const double scale = (width_px - 2 * margin_px) / std::max(plane.right - plane.left, 1e-9);
    for_each_point(shapes, [&](Point& point) {
        point = {(point.x - plane.left) * scale + margin_px,
                 (point.y - plane.top) * scale + margin_px};
    });
    return (plane.bottom - plane.top) * scale + 2 * margin_px;
}

const Ring& largest_ring(const Shape& shape) {
    return *std::ranges::max_element(
        shape.rings, {}, [](const Ring& ring) { return std::abs(area(ring)); });
}

bool inside(const Ring& ring, Point at) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point& a = ring[i];
        const Point& b = ring[j];
        if ((a.y > at.y) == (b.y > at.y)) continue;
        if (at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

json area_rows(const std::vector<Shape>& shapes) {
    json rows = json::array();
    for (const Shape& shape : shapes) {
        json rings = json::array();
        for (const Ring& ring : shape.rings) {
            json points = json::array();
            for (const Point& point : simplified(ring, 0.35)) {
                points.push_back({tenth(point.x), tenth(point.y)});
            }
            if (!points.empty()) rings.push_back(std::move(points));
        }
        const bool covered = shape.area != nullptr && shape.area->covered;
        rows.push_back({{"type", "Feature"},
                        {"area", shape.area == nullptr ? shape.key : shape.area->label},
                        {"colour", (covered ? fill_of(Hue::everyone).colour : ink::land).light},
                        {"geometry", {{"type", "Polygon"}, {"coordinates", rings}}}});
    }
    return rows;
}

json area_layer(json rows) {
    return {
        {"data", {{"values", std::move(rows)}}},
        {"projection", {{"type", "identity"}, {"scale", 1}, {"translate", {0, 0}}}},
        {"mark",
         {{"type", "geoshape"}, {"clip", false}, {"stroke", ink::page.light}, {"strokeWidth", 1}}},
        {"encoding", {{"fill", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}}}}}};
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

json row_of(const Box& box) {
    return {{"x", tenth(box.left)},
            {"y", tenth(box.top)},
            {"x2", tenth(box.right)},
            {"y2", tenth(box.bottom)}};
}

Box around(Point centre, double half_width, double half_height) {
    return {centre.x - half_width,
            centre.y - half_height,
            centre.x + half_width,
            centre.y + half_height};
}

/// Puts labels where nothing else is: each has a few places, best first.
class LabelPlaces {
public:
    LabelPlaces(Drawing& drawing, double width_px, double height_px)
        : drawing_(drawing), width_px_(width_px), height_px_(height_px) {}

    void occupy(const Box& box) { taken_.push_back(box); }

    /// The block's size in pixels.
    [[nodiscard]] Point size(const std::vector<std::string>& lines, const TextStyle& style) const {
        Point size{0, map_line_px * static_cast<double>(lines.size())};
        for (const auto& line : lines) {
            size.x = std::max(size.x, drawing_.ruler().width_px(line, style));
        }
        return size;
    }

    [[nodiscard]] bool is_free(const Box& box) const {
        return box.within(width_px_, height_px_) &&
               std::ranges::none_of(taken_, [&](const Box& other) { return other.meets(box); });
    }

    void put(const Box& box,
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

private:
    Drawing& drawing_;
    double width_px_;
    double height_px_;
    std::vector<Box> taken_;
};

std::vector<std::string> lines_of(const std::string& label) {
    std::vector<std::string> lines;
    for (const auto part : split(label, '\n'))
        lines.emplace_back(part);
    return lines;
}

/// Share of the box's points that lie on the area.
double share_inside(const Ring& ring, const Box& box) {
    int hits = 0;
    for (int i = 0; i <= 8; ++i) {
        for (int j = 0; j <= 4; ++j) {
            const Point at{box.left + (box.right - box.left) * i / 8,
                           box.top + (box.bottom - box.top) * j / 4};
            hits += inside(ring, at) ? 1 : 0;
        }
    }
    return hits / 45.0;
}

/// On its area, if it fits there whole.
bool put_on_area(LabelPlaces& places,
                 const Ring& ring,
                 const std::vector<std::string>& lines,
                 const TextStyle& style) {
    const Point centre = label_point(ring);
    const Point size = places.size(lines, style);
    std::optional<Box> best;
    double best_distance = 1e9;
    for (int column = -8; column <= 8; ++column) {
        for (int row = -8; row <= 8; ++row) {
            const Point at{centre.x + column * 7.0, centre.y + row * 6.0};
            const Box box = around(at, size.x / 2 + 3, size.y / 2 + 1);
            const double distance = std::hypot(column * 7.0, row * 6.0);
            if (distance >= best_distance || !places.is_free(box)) continue;
            if (share_inside(ring, box) < 1) continue;
            best = box;
            best_distance = distance;
        }
    }
    if (!best) return false;
    places.put(*best, lines, style, fill_of(Hue::everyone).text);
    return true;
}

/// As near to a point as there is room, on a ground of its own. Returns that ground.
std::optional<Box> put_near(LabelPlaces& places, Point at, const std::vector<std::string>& lines) {
    const Point size = places.size(lines, city_text);
    for (double distance = 0; distance < 120; distance += 6) {
        for (int turn = 0; turn < 12; ++turn) {
            const double angle = turn * std::numbers::pi / 6;
            const Box box =
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

/// Beside its dot, on a ground of its own. Returns that ground.
std::optional<Box> put_beside(LabelPlaces& places,
                              Point dot,
                              const std::vector<std::string>& lines) {
    const Point size = places.size(lines, city_text);
    const double dx = size.x / 2 + dot_px + 6;
    const double dy = size.y / 2 + dot_px + 3;
    for (const Point& shift :
         {Point{dx, 0}, {-dx, 0}, {0, -dy}, {0, dy}, {dx, -dy}, {-dx, -dy}, {dx, dy}, {-dx, dy}}) {
        const Box box = around({dot.x + shift.x, dot.y + shift.y}, size.x / 2 + 4, size.y / 2 + 1);
        if (!places.is_free(box)) continue;
        places.put(box, lines, city_text, ink::text);
        return box;
    }
    return std::nullopt;
}

/// Names on the map where they fit, numbers with a list under it where they do not.
class MapLabels {
public:
    MapLabels(Drawing& drawing, double width_px, double height_px)
        : drawing_(drawing), places_(drawing, width_px, height_px), width_px_(width_px) {}

    void add_cities(const std::vector<Shape>& shapes) {
        for (const Shape& shape : shapes) {
            if (is_city(shape)) places_.occupy(around(centre(shape), dot_px + 1, dot_px + 1));
        }
        for (const Shape& shape : shapes) {
            if (!is_city(shape)) continue;
            auto ground = put_beside(places_, centre(shape), shown(*shape.area));
            if (!ground) {
                if (!numbered_) list_.push_back(shape.area->label);
                ground = put_near(places_, centre(shape), {std::to_string(list_.size())});
            }
            if (ground) grounds_.push_back(row_of(*ground));
            dots_.push_back(row_of(around(centre(shape), dot_px, dot_px)));
        }
    }

    void add_regions(const std::vector<Shape>& shapes) {
        for (const Shape& shape : shapes) {
            if (shape.area == nullptr || !shape.area->covered || shape.area->city) continue;
            const Ring& ring = largest_ring(shape);
            const auto lines = shown(*shape.area);
            if (put_on_area(places_, ring, lines, body_text)) continue;
            if (put_on_area(places_, ring, lines, {.size_px = 11})) continue;
            if (!numbered_) list_.push_back(shape.area->label);
            const std::vector<std::string> number{std::to_string(list_.size())};
            if (put_on_area(places_, ring, number, {.size_px = 11, .bold = true})) continue;
            const auto ground = put_near(places_, label_point(ring), number);
            if (ground) grounds_.push_back(row_of(*ground));
        }
    }

    void add_layers() {
        drawing_.add_layer(box_layer(dots_, ink::text, dot_px, 1));
        drawing_.add_layer(box_layer(grounds_, ink::page, 3, 0.85));
    }

    /// The list under the map; returns its lower edge.
    [[nodiscard]] double add_list(double top_px) {
        double x = 0;
        double y = top_px;
        for (std::size_t i = 0; i < list_.size(); ++i) {
            const std::string text =
                std::to_string(i + 1) + "\u00A0\u00A0" + replace_all(list_[i], "\n", ": ");
            const double width = drawing_.ruler().width_px(text, small_text);
            if (x > 0 && x + width > width_px_) {
                x = 0;
                y += line_height_px;
            }
            drawing_.add_label({.x_px = x, .y_px = y + 8, .text = text, .style = small_text});
            x += width + 18;
        }
        return list_.empty() ? top_px : y + line_height_px;
    }

    /// On a small map every name becomes a number.
    void number_everything() { numbered_ = true; }

private:
    static bool is_city(const Shape& shape) {
        return shape.area != nullptr && shape.area->covered && shape.area->city;
    }

    static Point centre(const Shape& shape) { return label_point(largest_ring(shape)); }

    std::vector<std::string> shown(const MapArea& area) {
        if (!numbered_) return lines_of(area.label);
        list_.push_back(area.label);
        return {std::to_string(list_.size())};
    }

    Drawing& drawing_;
    LabelPlaces places_;
    double width_px_;
    bool numbered_ = false;
    std::vector<std::string> list_;
    json dots_ = json::array();
    json grounds_ = json::array();
};

}  // namespace

Result<std::string> map_specification(const MapData& data) {
    std::vector<Shape> shapes = TRY(read_shapes(data));
    Drawing drawing(data.width_px);
    std::vector<LegendEntry> legend{{data.covered_caption, fill_of(Hue::everyone).colour}};
    if (std::ranges::any_of(data.areas, [](const MapArea& area) { return area.city; })) {
        legend.push_back({data.city_caption, ink::text, true});
    }
    legend.push_back({data.not_covered_caption, ink::land});
    drawing.set_head(data.title, legend);
    drawing.set_mark(data.rehearsal_mark);
    const double height_px = project(shapes, data.width_px);
    drawing.add_layer(area_layer(area_rows(shapes)));
    MapLabels labels(drawing, data.width_px, height_px);
    if (data.width_px < narrow_px) labels.number_everything();
    labels.add_cities(shapes);
    labels.add_regions(shapes);
    labels.add_layers();
    const double bottom = labels.add_list(height_px + 6);
    return drawing.specification(0, 0, height_px, bottom - height_px + 2);
}

}  // namespace mtm
