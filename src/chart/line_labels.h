#pragma once

#include <optional>
#include <vector>

namespace mtm {

struct LinePoint {
    double x_px = 0;
    double y_px = 0;
};

/// From one point of a chart to another: part of a line, or an interval.
struct LineStroke {
    LinePoint from;
    LinePoint to;
};

/// The label of a point, which would like to stand over it.
struct PointLabel {
    LinePoint at;
    double width_px = 0;
};

/// What labels of points keep clear of, and what they stay in.
struct LabelRoom {
    std::vector<LineStroke> strokes;
    std::vector<LinePoint> points;
    double left_px = 0;
    double right_px = 0;
    double bottom_px = 0;
};

/// Where the middles of labels come to stand so that none meets another, a line or a point, each
/// above, below or beside its own point, as near as can be. Labels of one column (the same x) are
/// placed together, columns from left to right. Nothing where some label has no such place.
[[nodiscard]] std::optional<std::vector<LinePoint>> clear_places(
    const std::vector<PointLabel>& labels, const LabelRoom& room);

}  // namespace mtm
