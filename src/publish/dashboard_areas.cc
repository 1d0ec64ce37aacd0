#include "publish/dashboard_areas.h"

#include <cmath>

#include <fmt/format.h>

#include "chart/map_shapes.h"
#include "study/map_areas.h"

namespace mtm {
namespace {

constexpr double tolerance = 0.7;  // units: less than a pixel on any screen that shows it whole

int whole(double value) {
    return static_cast<int>(std::lround(value));
}

// "M10 20l3-4-1 2z": relative, since small numbers are short.
std::string path_of(const Ring& ring) {
    int x = whole(ring.front().x);
    int y = whole(ring.front().y);
    std::string out = fmt::format("M{} {}l", x, y);
    bool first = true;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const int dx = whole(ring[i].x) - x;
        const int dy = whole(ring[i].y) - y;
        if (dx == 0 && dy == 0) continue;
        x += dx;
        y += dy;
        out += fmt::format("{}{}{}{}", first || dx < 0 ? "" : " ", dx, dy < 0 ? "" : " ", dy);
        first = false;
    }
    return first ? std::string() : out + "z";
}

}  // namespace

Result<DashboardMap> dashboard_map(const DashboardInput& input) {
    MapData data;
    data.geojson = input.areas_geojson;
    data.key_property = input.study.file.areas.key;
    std::vector<MapShape> shapes = TRY(read_map_shapes(data));
    const MapAreas areas = TRY(MapAreas::read(input.areas_geojson, input.study.file.areas));
    DashboardMap out;
    out.height = whole(std::ceil(project_map_shapes(shapes, out.width)));
    for (const MapShape& shape : shapes) {
        const Point inside = label_point(largest_ring(shape));
        DashboardArea area{.key = shape.key,
                           .path = {},
                           .x = whole(inside.x),
                           .y = whole(inside.y),
                           .place = areas.is_place(shape.key)};
        for (const Ring& ring : shape.rings) {
            const Ring fewer = simplified(ring, tolerance);
            if (!fewer.empty()) area.path += path_of(fewer);
        }
        out.areas.push_back(std::move(area));
    }
    return out;
}

}  // namespace mtm
