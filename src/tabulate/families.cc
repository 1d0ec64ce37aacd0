#include <algorithm>

#include "tabulate/table.h"

namespace mtm {

std::vector<GroupFamily> families_of(const Table& table) {
    std::vector<GroupFamily> out;
    if (table.groups.size() < 2) return out;
    if (table.places.empty()) {
        GroupFamily& all = out.emplace_back();
        all.divides = !table.groups_overlap;
        for (std::size_t g = 1; g < table.groups.size(); ++g)
            all.parts.push_back(g);
        return out;
    }
    for (std::size_t g = 1; g < table.places.size(); ++g) {
        const GroupPlace& place = table.places[g];
        auto family = std::ranges::find(out, place.parent, &GroupFamily::whole);
        if (family == out.end()) {
            out.push_back({.whole = place.parent, .parts = {}, .divides = true});
            family = out.end() - 1;
        }
        family->parts.push_back(g);
        family->divides = family->divides && place.divides;
    }
    return out;
}

}  // namespace mtm
