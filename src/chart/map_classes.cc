#include "chart/map_classes.h"

#include <algorithm>
#include <cmath>

namespace mtm {
namespace {

/// Half away from zero, as numbers are printed.
double printed(double value, double unit) {
    return std::round(value / unit) * unit;
}

}  // namespace

std::size_t MapClasses::class_of(double value) const {
    const double shown = printed(value, unit) + unit / 4;  // off the limits, whatever the last bit
    const auto above = std::ranges::upper_bound(limits, shown);
    const auto index = above - limits.begin() - 1;
    return static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(index, 0, static_cast<std::ptrdiff_t>(count()) - 1));
}

MapClasses map_classes(const std::vector<double>& values, double unit) {
    MapClasses out;
    out.unit = unit;
    if (values.empty()) return out;
    const auto [least, greatest] = std::ranges::minmax(values);
    const double low = printed(least, unit);
    const double high = printed(greatest, unit);
    constexpr int most = 5;
    double step = unit;
    double first = low;
    const auto classes = [&] {
        first = std::floor(low / step + 1e-9) * step;
        return static_cast<int>(std::floor((high - first) / step + 1e-9)) + 1;
    };
    for (double decade = unit; classes() > most; decade *= 10) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            step = digit * decade;
            if (classes() <= most) break;
        }
    }
    const int count = classes();
    for (int i = 0; i <= count; ++i)
        out.limits.push_back(first + step * i);
    return out;
}

}  // namespace mtm
