// Tables are taken as Prim's algorithm takes the nodes of a maximum spanning tree whose edges weigh
// as many variables as two tables share. If the tables have a join tree at all, every such tree is
// one (Bernstein and Goodman 1981; Maier 1983), so what a table shares with all tables before it
// lies inside a single one of them, whose counts the records have already: its other variables can
// be handed out within the shared combinations, and the table is met exactly. Of tables that share
// as much the one with the strongest dependence goes first; of pairs alone this is the tree of
// Chow and Liu 1968 (with chi-square in place of information).
#include "synthesis/allocation_order.h"

#include <algorithm>
#include <iterator>

namespace mtm {
namespace {

double middle_of(const BoundedCount& cell) {
    return static_cast<double>(cell.low + cell.high) / 2;
}

/// Cramér-like: chi-square against independence, per person. Impossible cells count for more than
/// any dependence can.
double strength_of(const MarginalTables& tables, const MarginalTable& table) {
    double total = 0;
    double impossible = 0;
    for (const BoundedCount& cell : table.cells) {
        total += middle_of(cell);
        if (cell.kind == CellKind::impossible) impossible += 1;
    }
    if (total <= 0) return 0;
    std::vector<double> expected(table.cells.size(), total);
    for (const std::size_t v : table.variables) {
        const std::vector<BoundedCount> sums = summed_over(tables, table, {v});
        std::size_t stride = 1;
        for (std::size_t i = table.variables.size(); table.variables[i - 1] != v; --i)
            stride *= tables.variables[table.variables[i - 1]].categories.size();
        for (std::size_t c = 0; c < expected.size(); ++c)
            expected[c] *= middle_of(sums[c / stride % sums.size()]) / total;
    }
    double chi_square = 0;
    for (std::size_t c = 0; c < expected.size(); ++c) {
        const double difference = middle_of(table.cells[c]) - expected[c];
        if (expected[c] > 0) chi_square += difference * difference / expected[c];
    }
    return chi_square / total + 1000 * impossible;
}

std::size_t shared_variables(const MarginalTable& a, const MarginalTable& b) {
    std::size_t count = 0;
    for (const std::size_t v : a.variables)
        count += std::ranges::binary_search(b.variables, v) ? 1 : 0;
    return count;
}

struct TableRank {
    std::size_t shared = 0;  // with the one table before it that shares most
    double strength = 0;
    bool taken = false;

    [[nodiscard]] bool before(const TableRank& other) const {
        return shared != other.shared ? shared > other.shared : strength > other.strength;
    }
};

class OrderBuilder {
public:
    explicit OrderBuilder(const MarginalTables& tables)
        : tables_(tables), placed_(tables.variables.size(), false) {
        for (const MarginalTable& table : tables.tables) {
            const bool relation = table.variables.size() > 1;
            ranks_.push_back({0, relation ? strength_of(tables, table) : 0, !relation});
        }
    }

    std::vector<AllocationStep> build() {
        for (std::size_t next = best(); next < ranks_.size(); next = best())
            take(next);
        for (std::size_t v = 0; v < placed_.size(); ++v) {
            if (!placed_[v]) steps_.push_back({v, {}});
        }
        return std::move(steps_);
    }

private:
    std::size_t best() const {
        std::size_t found = ranks_.size();
        for (std::size_t t = 0; t < ranks_.size(); ++t) {
            if (ranks_[t].taken || !has_new(tables_.tables[t])) continue;
            if (found == ranks_.size() || ranks_[t].before(ranks_[found])) found = t;
        }
        return found;
    }

    bool has_new(const MarginalTable& table) const {
        return std::ranges::any_of(table.variables, [&](std::size_t v) { return !placed_[v]; });
    }

    void take(std::size_t number) {
        const MarginalTable& table = tables_.tables[number];
        ranks_[number].taken = true;
        std::vector<std::size_t> given;
        for (const std::size_t v : table.variables) {
            if (placed_[v]) given.push_back(v);
        }
        for (const std::size_t v : table.variables) {
            if (placed_[v]) continue;
            steps_.push_back({v, given});
            given.insert(std::ranges::upper_bound(given, v), v);
            placed_[v] = true;
        }
        for (std::size_t t = 0; t < ranks_.size(); ++t) {
            if (!ranks_[t].taken)
                ranks_[t].shared =
                    std::max(ranks_[t].shared, shared_variables(table, tables_.tables[t]));
        }
    }

    const MarginalTables& tables_;
    std::vector<bool> placed_;
    std::vector<TableRank> ranks_;
    std::vector<AllocationStep> steps_;
};

}  // namespace

std::vector<AllocationStep> allocation_order(const MarginalTables& tables) {
    return OrderBuilder(tables).build();
}

}  // namespace mtm
