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
    const std::vector<GroupFamily> families = families_of(table);
    grid.counts.parent.assign(table.groups.size(), no_parent_group);
    for (const GroupFamily& family : families) {
        if (!family.divides) continue;
        grid.counts.groups_add_up = true;
        for (const std::size_t g : family.parts)
            grid.counts.parent[g] = family.whole;
    }
    return grid;
}

RowSet without(RowSet whole, const std::vector<RowSet>& parts) {
    for (const RowSet& part : parts)
        whole -= part;
    return whole;
}

void add_rows_of_rest_group(const GroupFamily& family, TableRows& rows) {
    if (rows.bases.empty()) return;
    RowSet base = rows.bases[family.whole];
    for (const std::size_t g : family.parts)
        base -= rows.bases[g];
    std::vector<RowSet> cells;
    for (const RowSet& all : rows.cells[family.whole])
        cells.push_back(all & base);
    rows.bases.push_back(base);
    rows.cells.push_back(std::move(cells));
}

// People who are in no group are nowhere printed, but the total less the groups gives them.
void add_rest_group(const GroupFamily& family, Grid& grid) {
    CountGrid& counts = grid.counts;
    std::vector<std::size_t> rest = counts.n[family.whole];
    std::size_t base = counts.base[family.whole];
    for (const std::size_t g : family.parts) {
        base = less(base, counts.base[g]);
        for (std::size_t c = 0; c < rest.size(); ++c)
            rest[c] = less(rest[c], counts.n[g][c]);
    }
    if (base == 0) return;
    counts.n.push_back(std::move(rest));
    counts.base.push_back(base);
    counts.parent.push_back(family.whole);
    add_rows_of_rest_group(family, grid.rows);
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
        cells.push_back(without(grid.rows.bases[g], cells));
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

// Percentages of a row, or of everyone, are also of all others of the category, or of all others.
bool leaves_few_out(
    const Grid& grid, PercentOf percent_of, std::size_t g, std::size_t c, std::size_t threshold) {
    if (percent_of == PercentOf::column || grid.counts.n[g][c] == 0) return false;
    const bool row = percent_of == PercentOf::row;
    const std::size_t whole = row ? grid.counts.n[0][c] : grid.counts.base[0];
    if (is_few(less(whole, grid.counts.n[g][c]), threshold)) return true;
    if (grid.rows.bases.empty()) return false;
    const RowSet& of = row ? grid.rows.cells[0][c] : grid.rows.bases[0];
    return is_few((of - grid.rows.cells[g][c]).people(), threshold);
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
                                leaves_few_out(grid, table.spec.percent_of, g, c, threshold) ||
                                (!rest && besides.cells[g][c]));
            hidden.push_back(small || sensitive.back() || unprinted);
        }
        counts.sensitive.push_back(std::move(sensitive));
        counts.hidden.push_back(std::move(hidden));
    }
}

// A row's percentage, with the count that it is of, tells of how many people the row is.
void withhold_rows_of_hidden_totals(Withheld& out) {
    for (std::size_t c = 0; c < out.cells[0].size(); ++c) {
        if (!out.cells[0][c]) continue;
        for (auto& group : out.cells)
            group[c] = true;
    }
}

// Of groups and categories that the table does not have, nothing is known.
void mark_known(Grid& grid, const Withheld& known) {
    for (std::size_t g = 0; g < grid.counts.n.size(); ++g) {
        std::vector<bool> cells = g < known.cells.size() ? known.cells[g] : std::vector<bool>();
        cells.resize(grid.counts.n[g].size(), false);
        grid.counts.known.push_back(std::move(cells));
        grid.counts.base_known.push_back(g < known.groups.size() && known.groups[g]);
    }
}

}  // namespace

Withheld withheld_counts(const Table& table,
                         const Withheld& besides,
                         const Withheld& known,
                         std::size_t threshold) {
    Grid grid = grid_of(table);
    for (const GroupFamily& family : families_of(table)) {
        if (family.divides) add_rest_group(family, grid);
    }
    if (grid.counts.categories_add_up) add_rest_category(grid);
    mark(grid, table, besides, threshold);
    mark_known(grid, known);
    if (!protect(grid.counts, threshold)) return all_withheld(table);
    Withheld out{std::move(grid.counts.hidden), std::move(grid.counts.base_hidden)};
    out.cells.resize(table.groups.size());
    out.groups.resize(table.groups.size());
    for (auto& group : out.cells)
        group.resize(table.categories.size());
    if (table.spec.percent_of == PercentOf::row) withhold_rows_of_hidden_totals(out);
    return out;
}

}  // namespace mtm
