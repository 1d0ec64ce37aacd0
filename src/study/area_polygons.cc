#include "study/area_polygons.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>

namespace mtm {
namespace {

constexpr double km_per_degree = earth_radius_m / 1000 * std::numbers::pi / 180;

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

std::vector<std::pair<double, double>> ring_from(const nlohmann::json& coordinates) {
    std::vector<std::pair<double, double>> out;
    if (!coordinates.is_array()) return out;
    for (const auto& position : coordinates) {
        if (position.is_array() && position.size() >= 2 && position[0].is_number() &&
            position[1].is_number())
            out.emplace_back(position[0].get<double>(), position[1].get<double>());
    }
    return out;
}

// Square of the distance from the origin to the segment a–b.
double squared_distance(double ax, double ay, double bx, double by) {
    const double dx = bx - ax;
    const double dy = by - ay;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0.0;
    const double x = ax + t * dx;
    const double y = ay + t * dy;
    return x * x + y * y;
}

// To the six decimals that a point is written with: what is inside stays so when it is read back.
double as_written(double degrees) {
    return std::round(degrees * 1e6) / 1e6;
}

}  // namespace

Result<AreaPolygons> AreaPolygons::read(std::string_view geojson, const std::string& key_property) {
    const auto json = nlohmann::json::parse(geojson, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !json.contains("features") ||
        !json["features"].is_array())
        return Error{"it is no GeoJSON FeatureCollection"};
    AreaPolygons out;
    for (const auto& feature : json["features"]) {
        if (!feature.is_object() || !feature.contains("properties") ||
            !feature.contains("geometry") || !feature["geometry"].is_object())
            continue;
        const auto& properties = feature["properties"];
        if (!properties.is_object() || !properties.contains(key_property) ||
            !properties[key_property].is_string())
            continue;
        const auto& geometry = feature["geometry"];
        const std::string type = geometry.value("type", "");
        if (!geometry.contains("coordinates") || !geometry["coordinates"].is_array()) continue;
        std::vector<Ring>& rings = out.areas_[properties[key_property].get<std::string>()];
        const auto& coordinates = geometry["coordinates"];
        if (type == "Polygon") {
            for (const auto& ring : coordinates)
                rings.push_back(ring_from(ring));
        } else if (type == "MultiPolygon") {
            for (const auto& polygon : coordinates) {
                if (!polygon.is_array()) continue;
                for (const auto& ring : polygon)
                    rings.push_back(ring_from(ring));
            }
        }
    }
    return out;
}

double AreaPolygons::distance_km(const std::string& key, double latitude, double longitude) const {
    const double shrink = std::cos(radians(latitude));
    bool inside = false;
    double nearest = std::numeric_limits<double>::infinity();
    for (const Ring& ring : areas_.at(key)) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const double ax = ring[i].first - longitude;
            const double ay = ring[i].second - latitude;
            const double bx = ring[j].first - longitude;
            const double by = ring[j].second - latitude;
            if ((ay > 0) != (by > 0) && 0 < (bx - ax) * -ay / (by - ay) + ax) inside = !inside;
            nearest = std::min(nearest, squared_distance(ax * shrink, ay, bx * shrink, by));
        }
    }
    return inside ? 0 : std::sqrt(nearest) * km_per_degree;
}

std::optional<GeoPoint> AreaPolygons::point_inside(const std::string& key, Random& random) const {
    constexpr int most_attempts = 2000;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double west = infinity;
    double south = infinity;
    double east = -infinity;
    double north = -infinity;
    for (const Ring& ring : areas_.at(key)) {
        for (const auto& [longitude, latitude] : ring) {
            west = std::min(west, longitude);
            east = std::max(east, longitude);
            south = std::min(south, latitude);
            north = std::max(north, latitude);
        }
    }
    if (!(west < east) || !(south < north)) return std::nullopt;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const GeoPoint point{as_written(south + random.uniform() * (north - south)),
                             as_written(west + random.uniform() * (east - west))};
        if (distance_km(key, point.latitude, point.longitude) == 0) return point;
    }
    return std::nullopt;
}

}  // namespace mtm
