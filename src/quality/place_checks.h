#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"
#include "study/area_polygons.h"

namespace mtm {

/// Where an interview was held: `outside-area`, `same-place`, `same-point`, `too-far-too-soon`,
/// `no-place`.
class PlaceChecks {
public:
    /// `areas` may be null: then nothing is outside. It must outlive this.
    PlaceChecks(const FieldworkRows& rows, const AreaPolygons* areas);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    /// A square of the size of one place and an enumerator.
    [[nodiscard]] std::uint64_t cell_of(const FieldworkRows& rows, std::size_t row) const;

    /// Interviews at one point, exactly, and one of each of two enumerators.
    struct AtPoint {
        int interviews = 0;
        std::int32_t first = -1;
        std::int32_t of_another = -1;
    };

    void learn_point(const FieldworkRows& rows, std::size_t row);
    void check_point(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

    const Study& study_;
    const AreaPolygons* areas_;
    double cell_degrees_;
    std::unordered_map<std::uint64_t, int> in_cell_;
    std::map<std::pair<double, double>, AtPoint> at_point_;  // by latitude and longitude
    std::vector<std::int32_t> before_;      // the enumerator's interview before each, with a point
    std::vector<double> share_with_point_;  // by enumerator
};

}  // namespace mtm
