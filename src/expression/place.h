#pragma once

#include <optional>
#include <string_view>

namespace mtm {

/// A point on the Earth, in degrees.
struct GeoPoint {
    double latitude = 0;
    double longitude = 0;
};

inline constexpr double earth_radius_m = 6378100;  // as ODK Collect takes it

/// The point of an answer as XForms writes it, "latitude longitude altitude accuracy"; nothing for
/// what has no two numbers, or none that are degrees.
[[nodiscard]] std::optional<GeoPoint> point_from(std::string_view answer);

/// Metres between two points along a great circle of the sphere (haversine).
[[nodiscard]] double great_circle_m(const GeoPoint& a, const GeoPoint& b);

}  // namespace mtm
