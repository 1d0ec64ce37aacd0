#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "quality/area_polygons.h"
#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// Where an interview was held: `outside-area`, `same-place`, `too-far-too-soon`, `no-place`.
class PlaceChecks {
public:
    /// `areas` may be null: then nothing is outside. It must outlive this.
    PlaceChecks(const FieldworkRows& rows, const AreaPolygons* areas);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    /// A square of the size of one place and an enumerator.
    [[nodiscard]] std::uint64_t cell_of(const FieldworkRows& rows, std::size_t row) const;

    const Study& study_;
    const AreaPolygons* areas_;
    double cell_degrees_;
    std::unordered_map<std::uint64_t, int> in_cell_;
    std::vector<std::int32_t> before_;      // the enumerator's interview before each, with a point
    std::vector<double> share_with_point_;  // by enumerator
};

}  // namespace mtm
