#include "synthesis/marginal_tables.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

namespace mtm {

BoundedCount known_count(long long count) {
    return {CellKind::known, count, count};
}

BoundedCount rounded_count(long long low, long long high) {
    return {CellKind::rounded, low, high};
}

BoundedCount withheld_count(long long high) {
    return {CellKind::withheld, 0, high};
}

BoundedCount impossible_count() {
    return {CellKind::impossible, 0, 0};
}

std::size_t cells_over(const std::vector<TableVariable>& variables,
                       const std::vector<std::size_t>& of) {
    std::size_t cells = 1;
    for (const std::size_t v : of)
        cells *= variables[v].categories.size();
    return cells;
}

std::string cell_name(const MarginalTables& tables, const MarginalTable& table, std::size_t cell) {
    std::string name;
    for (std::size_t i = table.variables.size(); i-- > 0;) {
        const TableVariable& variable = tables.variables[table.variables[i]];
        const std::size_t category = cell % variable.categories.size();
        cell /= variable.categories.size();
        name = fmt::format("{} = {}{}{}",
                           variable.name,
                           variable.categories[category].name,
                           name.empty() ? "" : ", ",
                           name);
    }
    return name;
}

std::string table_name(const MarginalTables& tables, const MarginalTable& table) {
    std::string name;
    for (const std::size_t v : table.variables)
        name += (name.empty() ? "" : " × ") + tables.variables[v].name;
    return name;
}

namespace {

Error in_table(std::size_t table, std::string_view what) {
    return {fmt::format("table {} of those to keep: {}", table + 1, what)};
}

Status check_variables_of(const MarginalTables& tables, std::size_t number) {
    const MarginalTable& table = tables.tables[number];
    if (table.variables.empty() || table.variables.size() > 3)
        return in_table(number, "it has neither one, two nor three variables");
    for (std::size_t i = 0; i < table.variables.size(); ++i) {
        if (table.variables[i] >= tables.variables.size())
            return in_table(number, "it names a variable that does not exist");
        if (i > 0 && table.variables[i] <= table.variables[i - 1])
            return in_table(number, "its variables are not in ascending order");
    }
    return Done{};
}

Status check_cells_of(const MarginalTables& tables, std::size_t number) {
    const MarginalTable& table = tables.tables[number];
    const std::size_t wanted = cells_over(tables.variables, table.variables);
    if (table.cells.size() != wanted)
        return in_table(
            number,
            fmt::format(
                "{} has {} cells, not {}", table_name(tables, table), table.cells.size(), wanted));
    for (std::size_t c = 0; c < wanted; ++c) {
        const BoundedCount& cell = table.cells[c];
        const bool fixed = cell.kind == CellKind::known || cell.kind == CellKind::impossible;
        if (cell.low < 0 || cell.high < cell.low || (fixed && cell.low != cell.high) ||
            (cell.kind == CellKind::impossible && cell.high != 0))
            return in_table(number,
                            fmt::format("the count of {} cannot be {} … {}",
                                        cell_name(tables, table, c),
                                        cell.low,
                                        cell.high));
    }
    return Done{};
}

void add_bounds(BoundedCount& sum, const BoundedCount& cell) {
    if (cell.kind == CellKind::impossible) return;
    const bool first = sum.kind == CellKind::impossible;
    const bool alike = first || sum.kind == cell.kind;
    sum.low += cell.low;
    sum.high += cell.high;
    if (first) sum.kind = cell.kind;
    if (!alike) sum.kind = sum.low == sum.high ? CellKind::known : CellKind::rounded;
}

}  // namespace

Status check_tables(const MarginalTables& tables) {
    if (tables.total < 1) return Error{"the tables to keep are of nobody: their total is below 1"};
    for (const TableVariable& variable : tables.variables) {
        const std::size_t categories = variable.categories.size();
        if (categories < 1 || categories > most_categories)
            return Error{fmt::format("variable {} has {} categories: 1 to {} are possible",
                                     variable.name,
                                     categories,
                                     most_categories)};
    }
    std::set<std::vector<std::size_t>> seen;
    for (std::size_t t = 0; t < tables.tables.size(); ++t) {
        TRY(check_variables_of(tables, t));
        TRY(check_cells_of(tables, t));
        if (!seen.insert(tables.tables[t].variables).second)
            return in_table(t, table_name(tables, tables.tables[t]) + " is there twice");
    }
    return Done{};
}

std::vector<BoundedCount> summed_over(const MarginalTables& tables,
                                      const MarginalTable& table,
                                      const std::vector<std::size_t>& onto) {
    std::vector<BoundedCount> sums(cells_over(tables.variables, onto), impossible_count());
    for (std::size_t c = 0; c < table.cells.size(); ++c) {
        std::size_t rest = c;
        std::size_t target = 0;
        std::size_t stride = 1;
        for (std::size_t i = table.variables.size(); i-- > 0;) {
            const std::size_t size = tables.variables[table.variables[i]].categories.size();
            if (std::ranges::binary_search(onto, table.variables[i])) {
                target += rest % size * stride;
                stride *= size;
            }
            rest /= size;
        }
        add_bounds(sums[target], table.cells[c]);
    }
    return sums;
}

namespace {

void compare_shared(const MarginalTables& tables,
                    const MarginalTable& a,
                    const MarginalTable& b,
                    std::vector<std::string>& out) {
    std::vector<std::size_t> shared;
    std::ranges::set_intersection(a.variables, b.variables, std::back_inserter(shared));
    if (shared.empty()) return;
    const std::vector<BoundedCount> of_a = summed_over(tables, a, shared);
    const std::vector<BoundedCount> of_b = summed_over(tables, b, shared);
    for (std::size_t c = 0; c < of_a.size(); ++c) {
        if (of_a[c].low <= of_b[c].high && of_b[c].low <= of_a[c].high) continue;
        out.push_back(fmt::format("{}: the table {} tells of {} … {}, the table {} of {} … {}",
                                  cell_name(tables, {shared, {}}, c),
                                  table_name(tables, a),
                                  of_a[c].low,
                                  of_a[c].high,
                                  table_name(tables, b),
                                  of_b[c].low,
                                  of_b[c].high));
        return;
    }
}

}  // namespace

std::vector<std::string> contradictions(const MarginalTables& tables) {
    std::vector<std::string> out;
    for (const MarginalTable& table : tables.tables) {
        long long low = 0;
        long long high = 0;
        for (const BoundedCount& cell : table.cells) {
            low += cell.low;
            high += cell.high;
        }
        if (low > tables.total || high < tables.total)
            out.push_back(fmt::format("the cells of {} sum to {} … {}, not to the total {}",
                                      table_name(tables, table),
                                      low,
                                      high,
                                      tables.total));
    }
    for (std::size_t a = 0; a < tables.tables.size(); ++a) {
        for (std::size_t b = a + 1; b < tables.tables.size(); ++b)
            compare_shared(tables, tables.tables[a], tables.tables[b], out);
    }
    return out;
}

}  // namespace mtm
