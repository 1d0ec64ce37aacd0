#include "dataset/rows_within.h"

#include <string>

#include "dataset/rows_above.h"

namespace mtm {

std::vector<std::int32_t> rows_above(const Dataset& dataset, const Level& level, int above) {
    std::vector<std::int32_t> rows = level.parent_row;
    for (int at = level.parent; at != above;) {
        const Level& between = dataset.levels[static_cast<std::size_t>(at)];
        for (std::int32_t& row : rows)
            row = between.parent_row[static_cast<std::size_t>(row)];
        at = between.parent;
    }
    return rows;
}

bool RowsWithin::is_within(int level) const {
    for (int at = dataset_.levels[static_cast<std::size_t>(level)].parent; at >= 0;
         at = dataset_.levels[static_cast<std::size_t>(at)].parent) {
        if (at == level_) return true;
    }
    return false;
}

RowsWithin::Place RowsWithin::find(std::string_view name) const {
    if (const auto known = places_.find(name); known != places_.end()) return known->second;
    Place place;
    for (std::size_t l = 0; l < dataset_.levels.size() && place.level < 0; ++l) {
        const Level& level = dataset_.levels[l];
        if (!is_within(static_cast<int>(l))) continue;
        place.column = level.find(name);
        if (place.column != nullptr || level.repeat == name) place.level = static_cast<int>(l);
    }
    return places_.emplace(std::string(name), place).first->second;
}

const RowsWithin::Held& RowsWithin::held(int level) const {
    const auto [at, is_new] = held_.try_emplace(level);
    if (!is_new) return at->second;
    const std::vector<std::int32_t> holder =
        rows_above(dataset_, dataset_.levels[static_cast<std::size_t>(level)], level_);
    Held& out = at->second;
    out.begin.assign(dataset_.levels[static_cast<std::size_t>(level_)].rows + 1, 0);
    for (const std::int32_t row : holder)
        ++out.begin[static_cast<std::size_t>(row) + 1];
    for (std::size_t row = 1; row < out.begin.size(); ++row)
        out.begin[row] += out.begin[row - 1];
    std::vector<std::uint32_t> next(out.begin.begin(), out.begin.end() - 1);
    out.rows.resize(holder.size());
    for (std::uint32_t row = 0; row < holder.size(); ++row)
        out.rows[next[static_cast<std::size_t>(holder[row])]++] = row;
    return out;
}

bool RowsWithin::has(std::string_view name) const {
    return find(name).level >= 0;
}

NodeSet RowsWithin::answers(std::string_view name, std::size_t row) const {
    NodeSet out;
    const Place place = find(name);
    if (place.level < 0) return out;
    const Held& rows = held(place.level);
    for (std::uint32_t i = rows.begin[row]; i < rows.begin[row + 1]; ++i) {
        const std::size_t at = rows.rows[i];
        const std::int32_t code = place.column == nullptr ? -1 : place.column->codes[at];
        out.values.push_back(code < 0 ? ""
                                      : place.column->dictionary[static_cast<std::size_t>(code)]);
    }
    return out;
}

}  // namespace mtm
