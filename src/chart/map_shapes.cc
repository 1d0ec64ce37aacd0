#include "chart/map_shapes.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/diagnostic.h"

namespace mtm {

using nlohmann::json;

namespace {

struct MapBounds {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
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

std::vector<MapShape> map_shapes_of(const json& collection, const std::string& key_property) {
    std::vector<MapShape> shapes;
    for (const json& feature : collection.at("features")) {
        MapShape shape{.key = key_of(feature.at("properties"), key_property)};
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

template <typename Change>
void for_each_point(std::vector<MapShape>& shapes, Change change) {
    for (MapShape& shape : shapes) {
        for (Ring& ring : shape.rings) {
            for (Point& point : ring)
                change(point);
        }
    }
}

MapBounds map_bounds(std::vector<MapShape>& shapes) {
    MapBounds box{1e9, 1e9, -1e9, -1e9};
    for_each_point(shapes, [&](const Point& point) {
        box.left = std::min(box.left, point.x);
        box.right = std::max(box.right, point.x);
        box.top = std::min(box.top, point.y);
        box.bottom = std::max(box.bottom, point.y);
    });
    return box;
}

}  // namespace

Result<std::vector<MapShape>> read_map_shapes(const MapData& data) {
    std::vector<MapShape> shapes;
    try {
        shapes = map_shapes_of(json::parse(data.geojson), data.key_property);
    } catch (const json::exception& failure) {
        return Error{std::string("the boundaries are not GeoJSON that a map can be drawn from: ") +
                     failure.what()};
    }
    if (shapes.empty()) return Error{"the boundaries hold no area"};
    std::vector<std::string> keys;
    for (const MapShape& shape : shapes)
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

double project_map_shapes(std::vector<MapShape>& shapes, double width_px) {
    const MapBounds degrees = map_bounds(shapes);
    const EqualAreaProjection projection(degrees.left, degrees.top, degrees.right, degrees.bottom);
    for_each_point(shapes, [&](Point& point) { point = projection(point); });
    const MapBounds plane = map_bounds(shapes);
    constexpr double margin_px = 4;
    const double scale = (width_px - 2 * margin_px) / std::max(plane.right - plane.left, 1e-9);
    for_each_point(shapes, [&](Point& point) {
        point = {(point.x - plane.left) * scale + margin_px,
                 (point.y - plane.top) * scale + margin_px};
    });
    return (plane.bottom - plane.top) * scale + 2 * margin_px;
}

const Ring& largest_ring(const MapShape& shape) {
    return *std::ranges::max_element(
        shape.rings, {}, [](const Ring& ring) { return std::abs(area(ring)); });
}

bool lies_inside(const Ring& ring, Point at) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point& a = ring[i];
        const Point& b = ring[j];
        if ((a.y > at.y) == (b.y > at.y)) continue;
        if (at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

// A line x + y = c crosses a ring where its corners lie on different sides of it; between every
// other pair of crossings, of all rings together, it runs inside.
std::vector<std::pair<Point, Point>> hatching(const MapShape& shape, double apart_px) {
    double least = 1e9;
    double most = -1e9;
    for (const Ring& ring : shape.rings) {
        for (const Point& point : ring) {
            least = std::min(least, point.x + point.y);
            most = std::max(most, point.x + point.y);
        }
    }
    const double apart = apart_px * std::sqrt(2.0);
    std::vector<std::pair<Point, Point>> out;
    for (double c = std::ceil(least / apart) * apart; c < most; c += apart) {
        std::vector<Point> crossings;
        for (const Ring& ring : shape.rings) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                const double a = ring[j].x + ring[j].y - c;
                const double b = ring[i].x + ring[i].y - c;
                if ((a > 0) == (b > 0)) continue;
                const double t = a / (a - b);
                crossings.push_back({ring[j].x + (ring[i].x - ring[j].x) * t,
                                     ring[j].y + (ring[i].y - ring[j].y) * t});
            }
        }
        std::ranges::sort(crossings, {}, &Point::x);
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            out.emplace_back(crossings[i], crossings[i + 1]);
    }
    return out;
}

}  // namespace mtm
