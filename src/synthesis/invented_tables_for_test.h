#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "synthesis/coded_records.h"
#include "synthesis/marginal_tables.h"

namespace mtm {

inline std::vector<TableVariable> variables_of_sizes(const std::vector<std::size_t>& sizes) {
    std::vector<TableVariable> out;
    for (std::size_t v = 0; v < sizes.size(); ++v) {
        TableVariable variable{"v" + std::to_string(v), {}};
        for (std::size_t c = 0; c < sizes[v]; ++c)
            variable.categories.push_back({"c" + std::to_string(c)});
        out.push_back(std::move(variable));
    }
    return out;
}

/// People whose answers hang together: of a few kinds, each with its own favourites, and each
/// answer often led by the one before.
inline CodedRecords people_of(const std::vector<std::size_t>& sizes,
                              std::size_t n,
                              Random& random) {
    std::vector<std::vector<std::size_t>> favourite(4);
    for (std::vector<std::size_t>& kind : favourite) {
        for (const std::size_t size : sizes)
            kind.push_back(random.below(size));
    }
    CodedRecords people{sizes.size(), {}};
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t kind = random.below(favourite.size());
        std::size_t before = 0;
        for (std::size_t v = 0; v < sizes.size(); ++v) {
            std::size_t code = random.below(sizes[v]);
            if (random.chance(0.35)) code = favourite[kind][v];
            if (random.chance(0.35)) code = (before * 3 + v) % sizes[v];
            people.codes.push_back(static_cast<std::uint8_t>(code));
            before = code;
        }
    }
    return people;
}

inline MarginalTable true_table(const CodedRecords& people,
                                const std::vector<TableVariable>& variables,
                                std::vector<std::size_t> of) {
    std::ranges::sort(of);
    MarginalTable table{of, {}};
    for (const long long count : cell_counts(people, variables, of))
        table.cells.push_back(known_count(count));
    return table;
}

/// All single variables, and the given tables, counted from people.
inline MarginalTables true_tables(const CodedRecords& people,
                                  const std::vector<TableVariable>& variables,
                                  const std::vector<std::vector<std::size_t>>& more) {
    MarginalTables tables{variables, {}, static_cast<long long>(people.size())};
    for (std::size_t v = 0; v < variables.size(); ++v)
        tables.tables.push_back(true_table(people, variables, {v}));
    for (const std::vector<std::size_t>& of : more)
        tables.tables.push_back(true_table(people, variables, of));
    return tables;
}

/// Counts below the threshold but not 0 become "0 … threshold-1".
inline void withhold_below(MarginalTables& tables, long long threshold) {
    for (MarginalTable& table : tables.tables) {
        for (BoundedCount& cell : table.cells) {
            if (cell.kind == CellKind::known && cell.low > 0 && cell.low < threshold)
                cell = withheld_count(threshold - 1);
        }
    }
}

/// Of all cells, by how much records miss the bounds.
inline long long missed_by(const MarginalTables& tables, const CodedRecords& records) {
    long long missed = 0;
    for (const MarginalTable& table : tables.tables) {
        const std::vector<long long> counts =
            cell_counts(records, tables.variables, table.variables);
        for (std::size_t c = 0; c < counts.size(); ++c)
            missed +=
                std::max({table.cells[c].low - counts[c], counts[c] - table.cells[c].high, 0LL});
    }
    return missed;
}

}  // namespace mtm
