#include "expression/place.h"

#include <cmath>
#include <numbers>

#include "base/text.h"
#include "expression/value.h"

namespace mtm {

std::optional<GeoPoint> point_from(std::string_view answer) {
    const auto numbers = words(answer);
    if (numbers.size() < 2) return std::nullopt;
    const GeoPoint out{number_from(numbers[0]), number_from(numbers[1])};
    if (!(std::fabs(out.latitude) <= 90 && std::fabs(out.longitude) <= 180)) return std::nullopt;
    return out;
}

double great_circle_m(const GeoPoint& a, const GeoPoint& b) {
    constexpr double radians_per_degree = std::numbers::pi / 180;
    const double half_latitude = (b.latitude - a.latitude) * radians_per_degree / 2;
    const double half_longitude = (b.longitude - a.longitude) * radians_per_degree / 2;
    const double haversine =
        std::pow(std::sin(half_latitude), 2) + std::cos(a.latitude * radians_per_degree) *
                                                   std::cos(b.latitude * radians_per_degree) *
                                                   std::pow(std::sin(half_longitude), 2);
    return 2 * earth_radius_m * std::asin(std::sqrt(std::fmin(1, haversine)));
}

}  // namespace mtm
