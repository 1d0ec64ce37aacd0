#include "disclosure/few.h"
#include "disclosure/protection.h"
#include "disclosure/withheld_kinds.h"

namespace mtm {

namespace {

// The counts of a table with the rows behind them, where those are known.
struct Grid {
    CountGrid counts;
    TableRows rows;
};

Grid grid_of(const Table& table) {
    Grid grid;
    if (table.rows != nullptr) grid.rows = *table.rows;
    grid.counts.base = table.group_bases;
    for (const auto& group : table.cells) {
        std::vector<std::size_t> counts;
        counts.reserve(group.size());
        for (const Estimate& cell : group)
            counts.push_back(cell.n);
        grid.counts.n.push_back(std::move(counts));
    }
    grid.counts.categories_add_up = !table.multiple;
    grid.counts.groups_add_up = table.groups.size() > 1 && !table.groups_overlap;
    return grid;
}

RowSet without(RowSet whole, const std::vector<RowSet>& parts, std::size_t first) {
    for (std::size_t i = first; i < parts.size(); ++i)
        whole -= parts[i];
    return whole;
}

void add_rows_of_rest_group(TableRows& rows) {
    if (rows.bases.empty()) return;
    const RowSet base = without(rows.bases[0], rows.bases, 1);
    std::vector<RowSet> cells;
    for (const RowSet& all : rows.cells[0])
        cells.push_back(all & base);
    rows.bases.push_back(base);
    rows.cells.push_back(std::move(cells));
}

// People who are in no group are nowhere printed, but the total less the groups gives them.
void add_rest_group(Grid& grid) {
    CountGrid& counts = grid.counts;
    std::vector<std::size_t> rest = counts.n[0];
    std::size_t base = counts.base[0];
    for (std::size_t g = 1; g < counts.n.size(); ++g) {
        base = less(base, counts.base[g]);
        for (std::size_t c = 0; c < rest.size(); ++c)
            rest[c] = less(rest[c], counts.n[g][c]);
    }
    if (base == 0) return;
    counts.n.push_back(std::move(rest));
    counts.base.push_back(base);
    add_rows_of_rest_group(grid.rows);
}

// The same for categories that have no row: beyond the largest, or of no derived category.
void add_rest_category(Grid& grid) {
    CountGrid& counts = grid.counts;
    std::vector<std::size_t> rest = counts.base;
    for (std::size_t g = 0; g < counts.n.size(); ++g) {
        for (const std::size_t n : counts.n[g])
            rest[g] = less(rest[g], n);
    }
    if (std::ranges::all_of(rest, [](std::size_t n) { return n == 0; })) return;
    for (std::size_t g = 0; g < counts.n.size(); ++g)
        counts.n[g].push_back(rest[g]);
    for (std::size_t g = 0; g < grid.rows.cells.size(); ++g) {
        auto& cells = grid.rows.cells[g];
        cells.push_back(without(grid.rows.bases[g], cells, 0));
    }
}

bool is_base_small(const Grid& grid, std::size_t g, std::size_t threshold) {
    if (is_few(grid.counts.base[g], threshold)) return true;
    return !grid.rows.bases.empty() && is_few(grid.rows.bases[g].people(), threshold);
}

bool is_cell_small(const Grid& grid, std::size_t g, std::size_t c, std::size_t threshold) {
    if (is_sensitive(grid.counts.n[g][c], grid.counts.base[g], threshold)) return true;
    return !grid.rows.bases.empty() &&
           is_sensitive(grid.rows.cells[g][c], grid.rows.bases[g], threshold);
}

// What may not be printed by itself; groups and categories beyond those of the table never are.
void mark(Grid& grid, const Table& table, const Withheld& besides, std::size_t threshold) {
    CountGrid& counts = grid.counts;
    for (std::size_t g = 0; g < counts.n.size(); ++g) {
        const bool rest_group = g >= table.groups.size();
        const bool small = is_base_small(grid, g, threshold) || (!rest_group && besides.groups[g]);
        counts.base_sensitive.push_back(small);
        counts.base_hidden.push_back(small || rest_group);
        std::vector<bool> sensitive;
        std::vector<bool> hidden;
        for (std::size_t c = 0; c < counts.n[g].size(); ++c) {
            const bool rest = rest_group || c >= table.categories.size();
            const bool unprinted =
                rest_group || (c >= table.categories.size() && counts.n[g][c] > 0);
            sensitive.push_back(is_cell_small(grid, g, c, threshold) ||
                                (!rest && besides.cells[g][c]));
            hidden.push_back(small || sensitive.back() || unprinted);
        }
        counts.sensitive.push_back(std::move(sensitive));
        counts.hidden.push_back(std::move(hidden));
    }
}

}  // namespace

Withheld withheld_counts(const Table& table, const Withheld& besides, std::size_t threshold) {
    Grid grid = grid_of(table);
    if (grid.counts.groups_add_up) add_rest_group(grid);
    if (grid.counts.categories_add_up) add_rest_category(grid);
    mark(grid, table, besides, threshold);
    protect(grid.counts, threshold);
    Withheld out{std::move(grid.counts.hidden), std::move(grid.counts.base_hidden)};
    out.cells.resize(table.groups.size());
    out.groups.resize(table.groups.size());
    for (auto& group : out.cells)
        group.resize(table.categories.size());
    return out;
}

}  // namespace mtm
