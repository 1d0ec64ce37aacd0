#include "synthesis/table_fit.h"

#include <algorithm>

namespace mtm {
namespace {

// Of one record too many or too few. What must not be invented outweighs every table of a record,
// a variable's own table every table with others; costs of whole records stay below 2^62.
constexpr std::int64_t firm_weight = 1 << 26;
constexpr std::int64_t own_weight = 1 << 16;
constexpr std::int64_t empty_weight = 4;
constexpr std::int32_t largest_squared = 1 << 12;  // beyond, costs grow evenly

std::int64_t softened_square(std::int64_t distance) {
    if (distance <= largest_squared) return distance * distance;
    return 2 * distance * largest_squared -
           static_cast<std::int64_t>(largest_squared) * largest_squared;
}

}  // namespace

TableFit::TableFit(const MarginalTables& tables, CodedRecords records)
    : records_(std::move(records)),
      touched_(tables.variables.size()),
      own_table_(tables.variables.size(), -1),
      first_category_(1, 0) {
    for (const TableVariable& variable : tables.variables)
        first_category_.push_back(first_category_.back() + variable.categories.size());
    having_.resize(first_category_.back());
    place_.resize(records_.codes.size());
    for (std::size_t v = 0; v < tables.variables.size(); ++v) {
        for (std::size_t r = 0; r < records_.size(); ++r) {
            std::vector<std::uint32_t>& list = having_[first_category_[v] + code(r, v)];
            place_[v * records_.size() + r] = static_cast<std::uint32_t>(list.size());
            list.push_back(static_cast<std::uint32_t>(r));
        }
    }
    for (const MarginalTable& table : tables.tables)
        add_table(table, tables.variables);
}

void TableFit::add_table(const MarginalTable& table, const std::vector<TableVariable>& variables) {
    FitTable fit{
        table.variables, {}, table.variables.size(), static_cast<std::uint32_t>(cells_.size())};
    std::uint32_t stride = 1;
    for (std::size_t i = fit.size; i-- > 0;) {
        fit.strides.insert(fit.strides.begin(), stride);
        stride *= static_cast<std::uint32_t>(variables[table.variables[i]].categories.size());
    }
    if (fit.size == 1) own_table_[table.variables[0]] = fit.first;
    for (std::size_t i = 0; fit.size > 1 && i < fit.size; ++i) {
        const std::size_t next = (i + 1) % fit.size;
        const std::size_t last = (i + 2) % fit.size;
        const bool triple = fit.size == 3;
        touched_[fit.variables[i]].push_back(
            {fit.first,
             fit.strides[i],
             static_cast<std::uint32_t>(fit.variables[next]),
             fit.strides[next],
             triple ? static_cast<std::uint32_t>(fit.variables[last]) : 0,
             triple ? fit.strides[last] : 0});
    }
    const std::vector<long long> counts = cell_counts(records_, variables, table.variables);
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const BoundedCount& bound = table.cells[c];
        const bool firm = bound.kind == CellKind::impossible || bound.kind == CellKind::withheld;
        const Strictness strictness = firm              ? Strictness::firm
                                      : fit.size == 1   ? Strictness::own
                                      : bound.high == 0 ? Strictness::empty
                                                        : Strictness::plain;
        cells_.push_back({static_cast<std::int32_t>(counts[c]),
                          static_cast<std::int32_t>(bound.low),
                          static_cast<std::int32_t>(bound.high),
                          strictness,
                          0,
                          static_cast<std::uint32_t>(tables_.size())});
        steps_.emplace_back();
        const FitCell& cell = cells_.back();
        deviation_ += std::max({cell.low - cell.count, cell.count - cell.high, 0});
        refresh(static_cast<std::uint32_t>(cells_.size() - 1));
    }
    tables_.push_back(std::move(fit));
}

std::int64_t TableFit::cost_of(const FitCell& cell, std::int32_t count) {
    const std::int64_t over = std::max(count - cell.high, 0);
    const std::int64_t under = std::max(cell.low - count, 0);
    switch (cell.strictness) {
        case Strictness::firm:
            return over * firm_weight + softened_square(under);
        case Strictness::own:
            return (over + under) * own_weight;
        case Strictness::empty:
            return empty_weight * softened_square(over);
        case Strictness::plain:
            break;
    }
    return softened_square(over + under);
}

void TableFit::refresh(std::uint32_t number) {
    FitCell& cell = cells_[number];
    const std::int64_t now = cost_of(cell, cell.count);
    steps_[number] = {static_cast<std::int32_t>(cost_of(cell, cell.count + 1) - now),
                      static_cast<std::int32_t>(cost_of(cell, cell.count - 1) - now)};
    const bool deviates = cell.count < cell.low || cell.count > cell.high;
    if (deviates == (cell.place != 0)) return;
    if (deviates) {
        deviating_.push_back(number);
        cell.place = static_cast<std::uint32_t>(deviating_.size());
        return;
    }
    cells_[deviating_.back()].place = cell.place;
    deviating_[cell.place - 1] = deviating_.back();
    deviating_.pop_back();
    cell.place = 0;
}

void TableFit::recount(std::uint32_t number, std::int32_t by) {
    FitCell& cell = cells_[number];
    deviation_ -= std::max({cell.low - cell.count, cell.count - cell.high, 0});
    cell.count += by;
    deviation_ += std::max({cell.low - cell.count, cell.count - cell.high, 0});
    refresh(number);
}

std::int64_t TableFit::exchange_cost(std::size_t variable, std::size_t a, std::size_t b) const {
    const std::uint8_t* row_a = &records_.codes[a * records_.variables];
    const std::uint8_t* row_b = &records_.codes[b * records_.variables];
    std::int64_t cost = 0;
    for (const TouchedTable& table : touched_[variable]) {
        const std::uint32_t rest_a = rest_of(table, row_a);
        const std::uint32_t rest_b = rest_of(table, row_b);
        if (rest_a == rest_b) continue;
        const std::uint32_t own_a = row_a[variable] * table.stride;
        const std::uint32_t own_b = row_b[variable] * table.stride;
        cost += std::int64_t{steps_[rest_a + own_a].down} + steps_[rest_a + own_b].up +
                steps_[rest_b + own_b].down + steps_[rest_b + own_a].up;
    }
    return cost;
}

void TableFit::exchange(std::size_t variable, std::size_t a, std::size_t b) {
    std::uint8_t* row_a = &records_.codes[a * records_.variables];
    std::uint8_t* row_b = &records_.codes[b * records_.variables];
    for (const TouchedTable& table : touched_[variable]) {
        const std::uint32_t rest_a = rest_of(table, row_a);
        const std::uint32_t rest_b = rest_of(table, row_b);
        if (rest_a == rest_b) continue;
        const std::uint32_t own_a = row_a[variable] * table.stride;
        const std::uint32_t own_b = row_b[variable] * table.stride;
        recount(rest_a + own_a, -1);
        recount(rest_a + own_b, 1);
        recount(rest_b + own_b, -1);
        recount(rest_b + own_a, 1);
    }
    const std::size_t first = variable * records_.size();
    having_[first_category_[variable] + row_a[variable]][place_[first + a]] =
        static_cast<std::uint32_t>(b);
    having_[first_category_[variable] + row_b[variable]][place_[first + b]] =
        static_cast<std::uint32_t>(a);
    std::swap(place_[first + a], place_[first + b]);
    std::swap(row_a[variable], row_b[variable]);
}

std::int64_t TableFit::change_cost(std::size_t variable,
                                   std::size_t record,
                                   std::uint8_t category) const {
    const std::uint8_t* row = &records_.codes[record * records_.variables];
    std::int64_t cost = 0;
    for (const TouchedTable& table : touched_[variable]) {
        const std::uint32_t rest = rest_of(table, row);
        cost += std::int64_t{steps_[rest + row[variable] * table.stride].down} +
                steps_[rest + category * table.stride].up;
    }
    if (own_table_[variable] >= 0) {
        const auto own = static_cast<std::uint32_t>(own_table_[variable]);
        cost += std::int64_t{steps_[own + row[variable]].down} + steps_[own + category].up;
    }
    return cost;
}

void TableFit::change(std::size_t variable, std::size_t record, std::uint8_t category) {
    std::uint8_t* row = &records_.codes[record * records_.variables];
    for (const TouchedTable& table : touched_[variable]) {
        const std::uint32_t rest = rest_of(table, row);
        recount(rest + row[variable] * table.stride, -1);
        recount(rest + category * table.stride, 1);
    }
    if (own_table_[variable] >= 0) {
        const auto own = static_cast<std::uint32_t>(own_table_[variable]);
        recount(own + row[variable], -1);
        recount(own + category, 1);
    }
    relist(variable, record, category);
    row[variable] = category;
}

void TableFit::relist(std::size_t variable, std::size_t record, std::uint8_t category) {
    const std::size_t first = variable * records_.size();
    std::vector<std::uint32_t>& from = having_[first_category_[variable] + code(record, variable)];
    std::vector<std::uint32_t>& to = having_[first_category_[variable] + category];
    const std::uint32_t place = place_[first + record];
    from[place] = from.back();
    place_[first + from[place]] = place;
    from.pop_back();
    place_[first + record] = static_cast<std::uint32_t>(to.size());
    to.push_back(static_cast<std::uint32_t>(record));
}

std::uint8_t TableFit::category_in(std::size_t table,
                                   std::uint32_t cell,
                                   std::size_t dimension) const {
    const FitTable& fit = tables_[table];
    const std::uint32_t within = cell - fit.first;
    return static_cast<std::uint8_t>(within / fit.strides[dimension] %
                                     categories(fit.variables[dimension]));
}

}  // namespace mtm
