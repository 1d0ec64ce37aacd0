// Almost every move exchanges one variable's categories between two records: the variable's own
// table cannot change. Three in four moves start at a cell that is off. If it has too few records,
// somebody with all of its categories but one gets that one from somebody who has it; if too many,
// one of its records gives one away. The rest are moves at random, which shake the records where
// directed ones run in circles. A move that costs more than it brings is taken if it costs less
// than a draw of the exponential distribution times the warmth, which falls to nothing. Most tables
// of a report are met by moves that only bring, so warmth comes after those.
#include "synthesis/repair.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace mtm {
namespace {

/// An exponential draw of mean near 1: the leading zeros of random bits, with a straight line
/// between powers of two. Without a logarithm, so it is the same on every machine.
double exponential_draw(Random& random) {
    const std::uint64_t bits = random.bits() | 1U;
    const int zeros = std::countl_zero(bits);
    const double mantissa = static_cast<double>((bits << zeros) & 0x7FFFFFFFFFFFFFFFU) * 0x1.0p-63;
    return (static_cast<double>(zeros) + 1 - mantissa) * 0.6931471805599453;
}

struct RecordMove {
    std::size_t variable = 0;
    std::size_t record = 0;
    std::optional<std::size_t> partner;  // who exchanges; none: the record alone changes
    std::uint8_t category = 0;           // to which
    std::int64_t cost = 0;
};

void carry_out(TableFit& fit, const RecordMove& move) {
    if (move.partner) {
        fit.exchange(move.variable, move.record, *move.partner);
    } else {
        fit.change(move.variable, move.record, move.category);
    }
}

class MoveFinder {
public:
    MoveFinder(const TableFit& fit, Random& random) : fit_(fit), random_(random) {}

    /// An exchange between any two records that differ.
    std::optional<RecordMove> anywhere() {
        const std::size_t n = fit_.records().size();
        const std::size_t variable = random_.below(fit_.records().variables);
        return exchange_with(variable, random_.below(n), random_.below(n));
    }

    /// An exchange that brings the cell nearer to its bounds.
    std::optional<RecordMove> towards(std::uint32_t cell) {
        const std::size_t table = fit_.table_of(cell);
        const std::size_t size = fit_.dimensions(table);
        if (size == 1) return change_at(cell);
        const std::size_t own = random_.below(size);
        const std::size_t variable = fit_.variable_of(table, own);
        const std::uint8_t category = fit_.category_in(table, cell, own);
        if (!fit_.is_short(cell)) return out_of(cell, variable, category);
        const std::optional<std::size_t> record = record_beside(cell, own);
        if (!record) return std::nullopt;
        const std::vector<std::uint32_t>& givers = fit_.having(variable, category);
        if (givers.empty()) return std::nullopt;
        std::optional<RecordMove> best;
        for (int i = 0; i < 3; ++i)
            keep_best(best, exchange_with(variable, *record, givers[random_.below(givers.size())]));
        return best;
    }

    /// One record's change of one category that brings the cell nearer.
    std::optional<RecordMove> change_at(std::uint32_t cell) {
        const std::size_t table = fit_.table_of(cell);
        const std::size_t own = random_.below(fit_.dimensions(table));
        const std::size_t variable = fit_.variable_of(table, own);
        const std::uint8_t category = fit_.category_in(table, cell, own);
        if (fit_.categories(variable) < 2) return std::nullopt;
        const bool wanted = fit_.is_short(cell);
        const std::optional<std::size_t> record =
            wanted ? record_beside(cell, own) : record_in(cell);
        if (!record) return std::nullopt;
        std::uint8_t to = category;
        if (!wanted) {
            to = static_cast<std::uint8_t>(random_.below(fit_.categories(variable) - 1));
            if (to >= category) ++to;
        }
        return RecordMove{
            variable, *record, std::nullopt, to, fit_.change_cost(variable, *record, to)};
    }

    /// A record of the cell, if a few looks find one.
    std::optional<std::size_t> record_in(std::uint32_t cell) {
        return matching(cell, fit_.dimensions(fit_.table_of(cell)));
    }

private:
    static constexpr std::size_t looks = 16;

    static void keep_best(std::optional<RecordMove>& best, const std::optional<RecordMove>& move) {
        if (move && (!best || move->cost < best->cost)) best = move;
    }

    std::optional<RecordMove> exchange_with(std::size_t variable, std::size_t a, std::size_t b) {
        if (fit_.code(a, variable) == fit_.code(b, variable)) return std::nullopt;
        return RecordMove{variable, a, b, 0, fit_.exchange_cost(variable, a, b)};
    }

    std::optional<RecordMove> out_of(std::uint32_t cell,
                                     std::size_t variable,
                                     std::uint8_t category) {
        const std::optional<std::size_t> record = record_in(cell);
        if (!record || fit_.having(variable, category).size() == fit_.records().size())
            return std::nullopt;
        std::optional<RecordMove> best;
        for (int i = 0; i < 3; ++i)
            keep_best(best, exchange_with(variable, *record, random_.below(fit_.records().size())));
        return best;
    }

    /// A record with all categories of the cell but the one of dimension `without`.
    std::optional<std::size_t> record_beside(std::uint32_t cell, std::size_t without) {
        return matching(cell, without);
    }

    /// A record with the cell's categories; if `without` is a dimension, with another one there.
    std::optional<std::size_t> matching(std::uint32_t cell, std::size_t without) {
        const std::size_t table = fit_.table_of(cell);
        const std::vector<std::uint32_t>* shortest = nullptr;
        for (std::size_t d = 0; d < fit_.dimensions(table); ++d) {
            if (d == without) continue;
            const std::vector<std::uint32_t>& list =
                fit_.having(fit_.variable_of(table, d), fit_.category_in(table, cell, d));
            if (shortest == nullptr || list.size() < shortest->size()) shortest = &list;
        }
        if (shortest == nullptr) return anybody_else(cell, table);
        const bool all = shortest->size() <= looks;
        const std::size_t start = shortest->empty() ? 0 : random_.below(shortest->size());
        for (std::size_t i = 0; i < std::min(shortest->size(), looks); ++i) {
            const std::size_t record =
                (*shortest)[all ? (start + i) % shortest->size() : random_.below(shortest->size())];
            if (matches(record, table, cell, without)) return record;
        }
        return std::nullopt;
    }

    /// Of a table of one variable: a record that is not in the cell.
    std::optional<std::size_t> anybody_else(std::uint32_t cell, std::size_t table) {
        for (std::size_t i = 0; i < looks; ++i) {
            const std::size_t record = random_.below(fit_.records().size());
            if (matches(record, table, cell, 0)) return record;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool matches(std::size_t record,
                               std::size_t table,
                               std::uint32_t cell,
                               std::size_t without) const {
        for (std::size_t d = 0; d < fit_.dimensions(table); ++d) {
            const bool same =
                fit_.code(record, fit_.variable_of(table, d)) == fit_.category_in(table, cell, d);
            if (same == (d == without)) return false;
        }
        return true;
    }

    const TableFit& fit_;
    Random& random_;
};

std::vector<std::uint32_t> forbidden_cells(const TableFit& fit) {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t cell : fit.deviating_cells()) {
        if (fit.is_forbidden(cell)) out.push_back(cell);
    }
    return out;
}

/// Makes a record of the cell the same as another one, if that costs less than what is wrong.
void copy_over(TableFit& fit, std::size_t record, std::size_t model) {
    std::vector<std::uint8_t> before(fit.records().row(record).begin(),
                                     fit.records().row(record).end());
    std::int64_t cost = 0;
    for (std::size_t v = 0; v < before.size(); ++v) {
        const std::uint8_t code = fit.code(model, v);
        if (code == before[v]) continue;
        cost += fit.change_cost(v, record, code);
        fit.change(v, record, code);
    }
    if (cost < 0) return;
    for (std::size_t v = 0; v < before.size(); ++v) {
        if (fit.code(record, v) != before[v]) fit.change(v, record, before[v]);
    }
}

/// Where variables of a record may not be as they are, but no single exchange or change helps.
void copy_others(TableFit& fit, Random& random) {
    MoveFinder finder(fit, random);
    for (const std::uint32_t cell : forbidden_cells(fit)) {
        for (int i = 0; i < 40 && fit.is_forbidden(cell); ++i) {
            const std::optional<std::size_t> record = finder.record_in(cell);
            if (record) copy_over(fit, *record, random.below(fit.records().size()));
        }
    }
}

// Exchanges first: they leave the variables' own tables alone.
void move_out(TableFit& fit, std::uint32_t cell, int pass, Random& random) {
    MoveFinder finder(fit, random);
    for (int i = 0; i < 200 && fit.is_forbidden(cell); ++i) {
        const bool alone = pass > 1 && i % 4 == 3;
        const std::optional<RecordMove> move =
            alone ? finder.change_at(cell) : finder.towards(cell);
        if (move && move->cost < 0) carry_out(fit, *move);
    }
}

/// Whether a variable's own table leaves it any freedom.
std::vector<bool> free_variables(const MarginalTables& tables) {
    std::vector<bool> free(tables.variables.size(), true);
    for (const MarginalTable& table : tables.tables) {
        if (table.variables.size() > 1) continue;
        free[table.variables[0]] = std::ranges::any_of(
            table.cells, [](const BoundedCount& cell) { return cell.low < cell.high; });
    }
    return free;
}

class Annealing {
public:
    Annealing(TableFit& fit, const MarginalTables& tables, Random& random)
        : fit_(fit), random_(random), finder_(fit, random), free_(free_variables(tables)) {
        any_free_ = std::ranges::find(free_, true) != free_.end();
    }

    /// Until nothing deviates or that many changes were tried.
    void stage(double warmth, long long proposals) {
        for (long long i = 0; i < proposals && fit_.deviation() > 0; ++i) {
            ++outcome.proposals;
            const std::optional<RecordMove> move = propose();
            if (!move) continue;
            if (move->cost > 0 && (warmth <= 0 || static_cast<double>(move->cost) >
                                                      warmth * exponential_draw(random_)))
                continue;
            carry_out(fit_, *move);
            cost += move->cost;
            ++outcome.accepted;
        }
    }

    RepairOutcome outcome;
    std::int64_t cost = 0;  // against the start

private:
    std::optional<RecordMove> propose() {
        const std::uint64_t kind = random_.bits() % 8;
        if (kind < 2) return finder_.anywhere();
        const std::vector<std::uint32_t>& cells = fit_.deviating_cells();
        const std::uint32_t cell = cells[random_.below(cells.size())];
        if (kind == 2 && any_free_) {
            const std::optional<RecordMove> move = finder_.change_at(cell);
            return move && free_[move->variable] ? move : std::nullopt;
        }
        return finder_.towards(cell);
    }

    TableFit& fit_;
    Random& random_;
    MoveFinder finder_;
    std::vector<bool> free_;
    bool any_free_ = false;
};

}  // namespace

bool remove_forbidden(TableFit& fit, Random& random) {
    for (int pass = 0; pass < 12; ++pass) {
        const std::vector<std::uint32_t> cells = forbidden_cells(fit);
        if (cells.empty()) return true;
        for (const std::uint32_t cell : cells)
            move_out(fit, cell, pass, random);
        if (pass > 3) copy_others(fit, random);
    }
    return forbidden_cells(fit).empty();
}

RepairOutcome repair(TableFit& fit,
                     const MarginalTables& tables,
                     const RepairEffort& effort,
                     Random& random) {
    constexpr long long stages = 48;
    constexpr long long cold_at_start = 16;
    constexpr long long cold_at_end = 6;
    Annealing annealing(fit, tables, random);
    CodedRecords best = fit.records();
    std::int64_t best_cost = 0;
    double warmth = effort.warmth;
    for (long long stage = 0; stage < stages && fit.deviation() > 0; ++stage) {
        const bool cold = stage < cold_at_start || stage + cold_at_end >= stages;
        annealing.stage(cold ? 0 : warmth, (effort.proposals + stages - 1) / stages);
        if (!cold) warmth *= 0.9;
        if (annealing.cost >= best_cost) continue;
        best_cost = annealing.cost;
        best = fit.records();
    }
    if (annealing.cost > best_cost) fit = TableFit(tables, std::move(best));
    return annealing.outcome;
}

}  // namespace mtm
