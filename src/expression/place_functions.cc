// Functions on places. A place is "latitude longitude altitude accuracy", a line or shape several
// of them with semicolons between.
#include <cmath>
#include <numbers>

#include "base/text.h"
#include "expression/call.h"
#include "expression/place.h"

namespace mtm {
namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;

std::vector<GeoPoint> places(const std::vector<std::string>& texts) {
    std::vector<GeoPoint> out;
    for (const std::string& text : texts) {
        for (const std::string_view part : split(text, ';')) {
            if (const auto point = point_from(part)) out.push_back(*point);
        }
    }
    return out;
}

Value distance(const FunctionCall& call) {
    const std::vector<GeoPoint> line = places(call.texts(0));
    double metres = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        metres += great_circle_m(line[i - 1], line[i]);
    return metres;
}

// The shape on a plane that touches the earth at its first corner; right for fields and villages.
Value area(const FunctionCall& call) {
    const std::vector<GeoPoint> corners = places(call.texts(0));
    if (corners.size() < 3) return 0.0;
    double doubled = 0;
    double before_x = 0;
    double before_y = 0;
    for (const GeoPoint& corner : corners) {
        const double y =
            (corner.latitude - corners[0].latitude) * radians_per_degree * earth_radius_m;
        const double x = (corner.longitude - corners[0].longitude) * radians_per_degree *
                         earth_radius_m * std::cos(corner.latitude * radians_per_degree);
        doubled += before_x * y - x * before_y;
        before_x = x;
        before_y = y;
    }
    return std::fabs(doubled) / 2;
}

// A point is inside if a line from it to the north crosses the border an odd number of times.
Value geofence(const FunctionCall& call) {
    const std::vector<GeoPoint> point = places({call.text(0)});
    const std::vector<GeoPoint> border = places({call.text(1)});
    if (point.empty() || border.size() < 3) return false;
    bool inside = false;
    for (std::size_t i = 0, j = border.size() - 1; i < border.size(); j = i++) {
        const GeoPoint& a = border[i];
        const GeoPoint& b = border[j];
        if ((a.longitude > point[0].longitude) == (b.longitude > point[0].longitude)) continue;
        const double part = (point[0].longitude - a.longitude) / (b.longitude - a.longitude);
        if (a.latitude + part * (b.latitude - a.latitude) > point[0].latitude) inside = !inside;
    }
    return inside;
}

double side(const GeoPoint& a, const GeoPoint& b, const GeoPoint& c) {
    return (b.longitude - a.longitude) * (c.latitude - a.latitude) -
           (b.latitude - a.latitude) * (c.longitude - a.longitude);
}

bool cross(const GeoPoint& a, const GeoPoint& b, const GeoPoint& c, const GeoPoint& d) {
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

Value intersects(const FunctionCall& call) {
    const std::vector<GeoPoint> line = places(call.texts(0));
    for (std::size_t i = 1; i < line.size(); ++i) {
        for (std::size_t j = i + 2; j < line.size(); ++j) {
            if (cross(line[i - 1], line[i], line[j - 1], line[j])) return true;
        }
    }
    return false;
}

Value distance_between(const FunctionCall& call) {
    const std::vector<GeoPoint> a = places({call.text(0)});
    const std::vector<GeoPoint> b = places({call.text(1)});
    return a.empty() || b.empty() ? nan_number : great_circle_m(a[0], b[0]);
}

constexpr Implementation place_table[] = {
    {"distance", distance},
    {"distance-between", distance_between},
    {"area", area},
    {"enclosed-area", area},
    {"geofence", geofence},
    {"intersects", intersects},
};

}  // namespace

std::span<const Implementation> place_functions() {
    return place_table;
}

}  // namespace mtm
