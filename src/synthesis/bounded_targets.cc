#include "synthesis/bounded_targets.h"

#include <algorithm>
#include <numeric>

namespace mtm {
namespace {

BoundedCount scaled_count(const BoundedCount& cell, long long records, long long total) {
    const long long low = cell.low * records / total;
    const long long high = (cell.high * records + total - 1) / total;
    switch (cell.kind) {
        case CellKind::impossible:
            return cell;
        case CellKind::withheld:
            return {cell.kind, std::min(low, cell.high), std::min(high, cell.high)};
        case CellKind::rounded:
            return {cell.kind, low, high};
        case CellKind::known:
            break;
    }
    return {low == high ? CellKind::known : CellKind::rounded, low, high};
}

bool holds_all(const MarginalTable& table, const std::vector<std::size_t>& of) {
    return std::ranges::includes(table.variables, of);
}

/// Rounded or known: the middle. Withheld: what the bounds leave of an even share.
double wish_of(const BoundedCount& cell) {
    return static_cast<double>(cell.low + cell.high) / 2;
}

/// Moves counts by one in turn until they sum to `total`; false if `may` refuses before.
template <typename May>
bool level(std::vector<long long>& counts, long long total, const May& may) {
    long long missing = total - std::accumulate(counts.begin(), counts.end(), 0LL);
    bool moved = true;
    while (missing != 0 && moved) {
        moved = false;
        for (std::size_t c = 0; c < counts.size() && missing != 0; ++c) {
            const long long step = missing > 0 ? 1 : -1;
            if (!may(c, counts[c] + step)) continue;
            counts[c] += step;
            missing -= step;
            moved = true;
        }
    }
    return missing == 0;
}

}  // namespace

MarginalTables scaled_to(const MarginalTables& tables, long long records) {
    MarginalTables out = tables;
    if (records == tables.total) return out;
    for (MarginalTable& table : out.tables) {
        for (BoundedCount& cell : table.cells)
            cell = scaled_count(cell, records, tables.total);
    }
    out.total = records;
    return out;
}

std::vector<BoundedCount> joint_bounds(const MarginalTables& tables,
                                       const std::vector<std::size_t>& of) {
    std::vector<const MarginalTable*> holding;
    for (const MarginalTable& table : tables.tables) {
        if (holds_all(table, of)) holding.push_back(&table);
    }
    std::ranges::stable_sort(
        holding, {}, [](const MarginalTable* table) { return table->variables.size(); });
    std::vector<BoundedCount> joint(cells_over(tables.variables, of),
                                    {CellKind::rounded, 0, tables.total});
    bool first = true;
    for (const MarginalTable* table : holding) {
        const std::vector<BoundedCount> bounds = summed_over(tables, *table, of);
        for (std::size_t c = 0; c < joint.size(); ++c) {
            if (joint[c].kind == CellKind::impossible) continue;
            if (first || bounds[c].kind == CellKind::impossible) {
                joint[c] = bounds[c];
                continue;
            }
            const long long low = std::max(joint[c].low, bounds[c].low);
            const long long high = std::min(joint[c].high, bounds[c].high);
            if (low > high) continue;
            joint[c].low = low;
            joint[c].high = high;
        }
        first = false;
    }
    return joint;
}

std::vector<long long> whole_counts(const MarginalTables& tables, std::size_t variable) {
    const std::vector<BoundedCount> bounds = joint_bounds(tables, {variable});
    double wished = 0;
    for (const BoundedCount& cell : bounds)
        wished += wish_of(cell);
    const double factor = wished > 0 ? static_cast<double>(tables.total) / wished : 0;
    std::vector<long long> counts;
    for (const BoundedCount& cell : bounds)
        counts.push_back(
            std::clamp(static_cast<long long>(wish_of(cell) * factor), cell.low, cell.high));
    const auto within = [&](std::size_t c, long long count) {
        return count >= bounds[c].low && count <= bounds[c].high;
    };
    const auto possible = [&](std::size_t c, long long count) {
        const bool closed =
            bounds[c].kind == CellKind::impossible || bounds[c].kind == CellKind::withheld;
        return count >= 0 && (!closed || count <= bounds[c].high);
    };
    const auto any = [](std::size_t, long long count) { return count >= 0; };
    if (level(counts, tables.total, within)) return counts;
    if (level(counts, tables.total, possible)) return counts;
    CHECK(level(counts, tables.total, any));
    return counts;
}

}  // namespace mtm
