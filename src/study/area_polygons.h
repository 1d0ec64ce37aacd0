#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "expression/place.h"

namespace mtm {

/// The areas of a GeoJSON FeatureCollection (Polygon and MultiPolygon, RFC 7946), by a property.
class AreaPolygons {
public:
    /// An error where the text is no such collection; features of other kinds are passed over.
    static Result<AreaPolygons> read(std::string_view geojson, const std::string& key_property);

    [[nodiscard]] bool has(const std::string& key) const { return areas_.contains(key); }

    /// Kilometres from a point to the area; 0 inside it. By plane geometry round the point, which
    /// is right to a hundredth within the few hundred kilometres that matter.
    /// REQUIRES: has(key).
    [[nodiscard]] double distance_km(const std::string& key,
                                     double latitude,
                                     double longitude) const;

    /// A point inside the area, of six decimals, as likely anywhere in it by degrees. Nothing where
    /// the area is so thin, or so small a part of the rectangle round it, that none was found.
    /// REQUIRES: has(key).
    [[nodiscard]] std::optional<GeoPoint> point_inside(const std::string& key,
                                                       Random& random) const;

private:
    using Ring = std::vector<std::pair<double, double>>;        // longitude, latitude
    std::unordered_map<std::string, std::vector<Ring>> areas_;  // holes are rings too
};

}  // namespace mtm
