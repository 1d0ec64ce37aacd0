#include "disclosure/withheld.h"

#include "disclosure/withheld_kinds.h"

namespace mtm {

namespace {

Withheld all_set_to(const Table& table, bool withheld) {
    Withheld out;
    out.groups.assign(table.groups.size(), withheld);
    for (const auto& group : table.cells)
        out.cells.emplace_back(group.size(), withheld);
    return out;
}

}  // namespace

Withheld nothing_withheld(const Table& table) {
    return all_set_to(table, false);
}

Withheld all_withheld(const Table& table) {
    return all_set_to(table, true);
}

bool counts_people(const Table& table) {
    return table.spec.statistic == Statistic::percent || table.spec.statistic == Statistic::count;
}

Withheld withhold(const Table& table,
                  const Withheld& besides,
                  const Withheld& known,
                  std::size_t threshold) {
    return counts_people(table) ? withheld_counts(table, besides, known, threshold)
                                : withheld_numbers(table, besides, threshold);
}

}  // namespace mtm
