#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chart/chart_data.h"
#include "chart/projection.h"

namespace mtm {

/// An area of the GeoJSON with its rings, outer and inner alike, in degrees and then in pixels.
struct MapShape {
    std::string key;
    std::vector<Ring> rings = {};
    const MapArea* area = nullptr;  // what the map says of it, if anything
};

/// The areas of the map's GeoJSON, each with what the map says of it. An error if it cannot be read
/// or an area is not in it. The answer points into `data`.
[[nodiscard]] Result<std::vector<MapShape>> read_map_shapes(const MapData& data);

/// From degrees to pixels of a map `width_px` wide; returns its height.
double project_map_shapes(std::vector<MapShape>& shapes, double width_px);

[[nodiscard]] const Ring& largest_ring(const MapShape& shape);

[[nodiscard]] bool lies_inside(const Ring& ring, Point at);

/// Slanted lines, `apart_px` from each other, that fill the shape: pairs of their ends.
[[nodiscard]] std::vector<std::pair<Point, Point>> hatching(const MapShape& shape, double apart_px);

}  // namespace mtm
