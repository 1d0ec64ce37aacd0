#include "quality/place_checks.h"

#include <cmath>

#include <fmt/format.h>

#include "expression/place.h"

namespace mtm {
namespace {

constexpr double metres_per_degree = 111'195;
constexpr double least_jump_km = 1;  // points are not exact
constexpr double mostly = 0.8;       // of an enumerator's interviews have a point

// Rounded to ten metres or more, as where a point was read off a map: such points coincide.
bool is_rounded(double degrees) {
    return std::abs(degrees * 1e4 - std::round(degrees * 1e4)) < 1e-6;
}

bool is_measured(double latitude, double longitude) {
    return !std::isnan(latitude) && !(is_rounded(latitude) && is_rounded(longitude));
}

}  // namespace

PlaceChecks::PlaceChecks(const FieldworkRows& rows, const AreaPolygons* areas)
    : study_(*rows.study),
      areas_(areas),
      cell_degrees_(std::max(1, study_.file.quality.same_place_metres) / metres_per_degree),
      before_(rows.size(), -1) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!std::isnan(rows.latitude[row])) ++in_cell_[cell_of(rows, row)];
        learn_point(rows, row);
    }
    for (const auto& theirs : rows.rows_by_enumerator()) {
        std::int32_t last = -1;
        int with_point = 0;
        for (const std::int32_t row : theirs) {
            const auto r = static_cast<std::size_t>(row);
            if (std::isnan(rows.latitude[r])) continue;
            ++with_point;
            before_[r] = last;
            if (rows.started[r] != no_instant) last = row;
        }
        share_with_point_.push_back(theirs.empty() ? 0
                                                   : static_cast<double>(with_point) /
                                                         static_cast<double>(theirs.size()));
    }
}

std::uint64_t PlaceChecks::cell_of(const FieldworkRows& rows, std::size_t row) const {
    const auto y = static_cast<std::int64_t>(std::floor(rows.latitude[row] / cell_degrees_));
    const double shrink = std::max(0.01, std::cos(rows.latitude[row] * 0.017453292519943295));
    const auto x =
        static_cast<std::int64_t>(std::floor(rows.longitude[row] * shrink / cell_degrees_));
    std::uint64_t hash = static_cast<std::uint64_t>(rows.enumerator_of(row)) + 1;
    for (const std::int64_t part : {x, y})
        hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15U;
    return hash;
}

void PlaceChecks::learn_point(const FieldworkRows& rows, std::size_t row) {
    if (!is_measured(rows.latitude[row], rows.longitude[row]) || rows.enumerator_of(row) < 0)
        return;
    AtPoint& here = at_point_[{rows.latitude[row], rows.longitude[row]}];
    ++here.interviews;
    const auto r = static_cast<std::int32_t>(row);
    if (here.first < 0) {
        here.first = r;
    } else if (here.of_another < 0 && rows.enumerator_of(static_cast<std::size_t>(here.first)) !=
                                          rows.enumerator_of(row)) {
        here.of_another = r;
    }
}

void PlaceChecks::check_point(const FieldworkRows& rows,
                              std::size_t row,
                              std::vector<Finding>& out) const {
    const std::int32_t enumerator = rows.enumerator_of(row);
    const auto here = at_point_.find({rows.latitude[row], rows.longitude[row]});
    if (here == at_point_.end() || enumerator < 0) return;
    for (const std::int32_t other : {here->second.first, here->second.of_another}) {
        if (other < 0 || rows.enumerator_of(static_cast<std::size_t>(other)) == enumerator)
            continue;
        out.push_back({.code = "same-point",
                       .row = static_cast<std::int32_t>(row),
                       .other = other,
                       .value = static_cast<double>(here->second.interviews),
                       .detail = "Its point is, to the last digit, that of another enumerator's "
                                 "interview."});
        return;
    }
}

void PlaceChecks::check(const FieldworkRows& rows,
                        std::size_t row,
                        std::vector<Finding>& out) const {
    const auto r = static_cast<std::int32_t>(row);
    const QualityRules& rules = study_.file.quality;
    if (std::isnan(rows.latitude[row])) {
        const std::int32_t enumerator = rows.enumerator_of(row);
        if (enumerator >= 0 && static_cast<std::size_t>(enumerator) < share_with_point_.size() &&
            share_with_point_[static_cast<std::size_t>(enumerator)] >= mostly)
            out.push_back({.code = "no-place",
                           .row = r,
                           .detail = "It has no point; its enumerator's other interviews do."});
        return;
    }
    if (areas_ != nullptr && rows.area != nullptr && rows.area->codes[row] >= 0 &&
        rows.area->codes[row] < rows.area->choice_count) {
        const ChoiceList& list = study_.questionnaire.choices_of(rows.area->question);
        const Choice& choice = list.choices[static_cast<std::size_t>(rows.area->codes[row])];
        const auto key = choice.extra.find(study_.file.areas.choice_column);
        if (key != choice.extra.end() && areas_->has(key->second)) {
            const double away =
                areas_->distance_km(key->second, rows.latitude[row], rows.longitude[row]);
            if (away > rules.area_tolerance_km)
                out.push_back(
                    {.code = "outside-area",
                     .row = r,
                     .value = away,
                     .expected = static_cast<double>(rules.area_tolerance_km),
                     .detail = fmt::format(
                         "Its point lies {:.0f} km outside “{}”.", away, choice.label.in(0))});
        }
    }
    const auto cell = in_cell_.find(cell_of(rows, row));
    if (cell != in_cell_.end() && cell->second >= rules.same_place)
        out.push_back({.code = "same-place",
                       .row = r,
                       .value = static_cast<double>(cell->second),
                       .expected = static_cast<double>(rules.same_place),
                       .detail = fmt::format("Its enumerator has {} interviews within {} m.",
                                             cell->second,
                                             rules.same_place_metres)});
    check_point(rows, row, out);
    const std::int32_t before = row < before_.size() ? before_[row] : -1;
    if (before < 0 || rows.started[row] == no_instant) return;
    const auto b = static_cast<std::size_t>(before);
    const std::int64_t left = std::isnan(rows.minutes(b)) ? rows.started[b] : rows.ended[b];
    const double hours = static_cast<double>(rows.started[row] - left) / 3'600'000.0;
    const double km = great_circle_m({rows.latitude[b], rows.longitude[b]},
                                     {rows.latitude[row], rows.longitude[row]}) /
                      1000;
    if (km > least_jump_km && (hours <= 0 || km / hours > rules.fastest_km_h))
        out.push_back({.code = "too-far-too-soon",
                       .row = r,
                       .other = before,
                       .value = km,
                       .detail = fmt::format("It is {:.0f} km from its enumerator's interview "
                                             "before, {:.0f} minutes later.",
                                             km,
                                             std::max(0.0, hours * 60))});
}

}  // namespace mtm
