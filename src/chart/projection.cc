#include "chart/projection.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mtm {

namespace {

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

double distance_to_segment(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
    t = std::clamp(t, 0.0, 1.0);
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

void keep_far_points(const Ring& ring,
                     std::size_t first,
                     std::size_t last,
                     double tolerance,
                     std::vector<bool>& kept) {
    double farthest = tolerance;
    std::size_t at = 0;
    for (std::size_t i = first + 1; i < last; ++i) {
        const double distance = distance_to_segment(ring[i], ring[first], ring[last]);
        if (distance <= farthest) continue;
        farthest = distance;
        at = i;
    }
    if (at == 0) return;
    kept[at] = true;
    keep_far_points(ring, first, at, tolerance, kept);
    keep_far_points(ring, at, last, tolerance, kept);
}

}  // namespace

EqualAreaProjection::EqualAreaProjection(double west, double south, double east, double north)
    : central_meridian_(radians((west + east) / 2)) {
    const double first = std::sin(radians(south + (north - south) / 6));
    const double second = std::sin(radians(north - (north - south) / 6));
    cone_ = (first + second) / 2;
    if (std::abs(cone_) < 0.05) {
        cone_ = 0;
        true_scale_ = std::cos(radians((south + north) / 2));
    } else {
        c_ = 1 - first * first + 2 * cone_ * first;
    }
}

Point EqualAreaProjection::operator()(Point at) const {
    const double lambda = radians(at.x) - central_meridian_;
    const double sine = std::sin(radians(at.y));
    if (cone_ == 0) return {lambda * true_scale_, -sine / true_scale_};
    const double rho = std::sqrt(std::max(0.0, c_ - 2 * cone_ * sine)) / cone_;
    return {rho * std::sin(cone_ * lambda), rho * std::cos(cone_ * lambda)};
}

double area(const Ring& ring) {
    double doubled = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        doubled += a.x * b.y - b.x * a.y;
    }
    return doubled / 2;
}

Point label_point(const Ring& ring) {
    const auto [low, high] = std::ranges::minmax(ring, {}, &Point::y);
    Point best = ring.front();
    double best_room = 0;
    constexpr int sections = 24;
    for (int k = 1; k < sections; ++k) {
        const double y = low.y + (high.y - low.y) * k / sections;
        std::vector<double> crossings;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point& a = ring[i];
            const Point& b = ring[(i + 1) % ring.size()];
            if ((a.y <= y) == (b.y <= y)) continue;
            crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
        std::ranges::sort(crossings);
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const double width = crossings[i + 1] - crossings[i];
            const double room = std::min(width, 4 * std::min(y - low.y, high.y - y));
            if (room <= best_room) continue;
            best_room = room;
            best = {(crossings[i] + crossings[i + 1]) / 2, y};
        }
    }
    return best;
}

Ring simplified(const Ring& ring, double tolerance) {
    if (ring.size() < 4) return {};
    std::vector<bool> kept(ring.size(), false);
    kept.front() = true;
    kept.back() = true;
    const std::size_t half = ring.size() / 2;
    kept[half] = true;
    keep_far_points(ring, 0, half, tolerance, kept);
    keep_far_points(ring, half, ring.size() - 1, tolerance, kept);
    Ring result;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        if (kept[i]) result.push_back(ring[i]);
    }
    return result.size() < 4 ? Ring{} : result;
}

}  // namespace mtm
