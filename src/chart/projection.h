#pragma once

#include <vector>

namespace mtm {

struct Point {
    double x = 0;
    double y = 0;

    bool operator==(const Point&) const = default;
};

using Ring = std::vector<Point>;

/// Albers' equal-area conic projection with standard parallels at a sixth of the height from the
/// south and north edges of what is shown (Snyder, Map Projections: A Working Manual, 1987,
/// chapter 14); the cylindrical equal-area one near the equator, where the cone opens up. Degrees
/// in; y grows to the south, as on a screen.
class EqualAreaProjection {
public:
    EqualAreaProjection(double west, double south, double east, double north);

    [[nodiscard]] Point operator()(Point at) const;

private:
    double central_meridian_ = 0;
    double cone_ = 0;  // n; 0 for the cylinder
    double c_ = 0;
    double true_scale_ = 1;  // of the cylinder: cosine of the middle latitude
};

/// Signed area by the shoelace formula.
[[nodiscard]] double area(const Ring& ring);

/// A point well inside the ring: where its horizontal cross-sections leave the most room.
[[nodiscard]] Point label_point(const Ring& ring);

/// The ring without points that are nearer than `tolerance` to the line that remains
/// (Douglas–Peucker); empty if fewer than four points are left.
[[nodiscard]] Ring simplified(const Ring& ring, double tolerance);

}  // namespace mtm
