#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "publish/dashboard.h"

namespace mtm {

/// An area of a dashboard's map, in the units of `DashboardMap`.
struct DashboardArea {
    std::string key;
    std::string path;  // as the attribute `d` of SVG has it; whole numbers
    int x = 0;         // a point well inside
    int y = 0;
    bool place = false;  // drawn as a dot
};

/// All areas of the study's file, equal-area, a thousand units wide.
struct DashboardMap {
    int width = 1000;
    int height = 0;
    std::vector<DashboardArea> areas;
};

/// Borders without the points that nobody sees at that size. An error as `map_specification` has
/// it.
[[nodiscard]] Result<DashboardMap> dashboard_map(const DashboardInput& input);

}  // namespace mtm
