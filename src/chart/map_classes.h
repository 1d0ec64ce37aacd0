#pragma once

#include <vector>

namespace mtm {

/// The classes of a map of results: equal steps of a round size, from a round number under the
/// least value to one over the greatest. A value belongs to the class that it would be printed in.
struct MapClasses {
    std::vector<double> limits;  // of n classes n + 1, ascending; a class holds its lower limit
    double unit = 1;             // that values are printed to

    [[nodiscard]] std::size_t count() const { return limits.empty() ? 0 : limits.size() - 1; }

    /// REQUIRES: a value that the classes were made for.
    [[nodiscard]] std::size_t class_of(double value) const;

    /// The greatest printed number of a class.
    [[nodiscard]] double last_of(std::size_t index) const { return limits[index + 1] - unit; }
};

/// At most five; none without values. `unit`: 1 where values are printed as whole numbers, 0.1
/// with one decimal.
[[nodiscard]] MapClasses map_classes(const std::vector<double>& values, double unit);

}  // namespace mtm
