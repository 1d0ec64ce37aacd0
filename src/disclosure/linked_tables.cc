#include "disclosure/linked_tables.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "disclosure/few.h"
#include "disclosure/withheld_kinds.h"

namespace mtm {
namespace {

// Numbers modulo a prime: exact, and whatever follows over the rationals follows there too.
constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

__extension__ using Wide = unsigned __int128;

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % prime);
}

std::uint64_t power(std::uint64_t base, std::uint64_t exponent) {
    std::uint64_t out = 1;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) out = times(out, base);
        base = times(base, base);
    }
    return out;
}

using Vector = std::vector<std::uint64_t>;

// What sums and differences of vectors reach.
class Reach {
public:
    void add(const Vector& vector) {
        Vector left = reduced(vector);
        const std::size_t pivot = first(left);
        if (pivot == left.size()) return;
        const std::uint64_t inverse = power(left[pivot], prime - 2);
        for (std::uint64_t& number : left)
            number = times(number, inverse);
        rows_.emplace_back(pivot, std::move(left));
    }

    [[nodiscard]] bool holds(const Vector& vector) const {
        const Vector left = reduced(vector);
        return first(left) == left.size();
    }

private:
    [[nodiscard]] Vector reduced(Vector vector) const {
        for (const auto& [pivot, row] : rows_) {
            const std::uint64_t factor = vector[pivot];
            if (factor == 0) continue;
            for (std::size_t i = 0; i < vector.size(); ++i) {
                const std::uint64_t less = times(factor, row[i]);
                vector[i] = vector[i] >= less ? vector[i] - less : vector[i] + prime - less;
            }
        }
        return vector;
    }

    static std::size_t first(const Vector& vector) {
        std::size_t at = 0;
        while (at < vector.size() && vector[at] == 0)
            ++at;
        return at;
    }

    std::vector<std::pair<std::size_t, Vector>> rows_;
};

// Rows that are in the same sets cannot be told apart: one number stands for all of them.
class Atoms {
public:
    explicit Atoms(const std::vector<const RowSet*>& sets) {
        std::map<std::pair<std::size_t, bool>, std::size_t> next;
        for (const RowSet* set : sets) {
            const std::vector<std::uint8_t> bytes = set->bytes();
            if (of_row_.empty()) of_row_.assign(bytes.size(), 0);
            next.clear();
            for (std::size_t r = 0; r < bytes.size(); ++r) {
                const auto [at, is_new] =
                    next.try_emplace({of_row_[r], bytes[r] != 0}, next.size());
                of_row_[r] = at->second;
            }
            count_ = next.size();
        }
    }

    [[nodiscard]] Vector vector_of(const RowSet& set) const {
        Vector out(count_);
        const std::vector<std::uint8_t> bytes = set.bytes();
        for (std::size_t r = 0; r < bytes.size(); ++r)
            out[of_row_[r]] = bytes[r] != 0 ? 1 : 0;
        return out;
    }

private:
    std::vector<std::size_t> of_row_;
    std::size_t count_ = 0;
};

// Its groups are those of two questions, nested or crossed: sums of them are groups of other
// tables.
bool is_divided_twice(const Table& table) {
    return !table.places.empty() || table.spec.by.size() > 1;
}

bool tells_exactly(const RowSet& cell, std::size_t base) {
    const KnownCount known = known_from_percentage(cell, base);
    return known.low == known.high && known.low > 0;
}

}  // namespace

bool follows_by_sums(const std::vector<RowSet>& known,
                     const std::vector<RowSet>& added,
                     const std::vector<RowSet>& hidden) {
    std::vector<const RowSet*> sets;
    std::vector<std::vector<const RowSet*>> kinds(3);
    std::size_t kind = 0;
    for (const auto* from : {&known, &added, &hidden}) {
        for (const RowSet& set : *from) {
            if (!set.known() || (!sets.empty() && !set.comparable_to(*sets.front()))) continue;
            sets.push_back(&set);
            kinds[kind].push_back(&set);
        }
        ++kind;
    }
    if (kinds[1].empty() || kinds[2].empty()) return false;
    const Atoms atoms(sets);
    Reach reach;
    for (const RowSet* set : kinds[0])
        reach.add(atoms.vector_of(*set));
    std::vector<Vector> out_of_reach;
    for (const RowSet* set : kinds[2]) {
        Vector vector = atoms.vector_of(*set);
        if (!reach.holds(vector)) out_of_reach.push_back(std::move(vector));
    }
    for (const RowSet* set : kinds[1])
        reach.add(atoms.vector_of(*set));
    return std::any_of(out_of_reach.begin(), out_of_reach.end(), [&](const Vector& vector) {
        return reach.holds(vector);
    });
}

LinkedTables::Seen LinkedTables::seen(const Table& table, const TableDecision& decision) {
    return {table.spec.question, table.spec.percent_of, table.rows, decision};
}

void LinkedTables::add(const Table& table, const TableDecision& decision) {
    if (table.rows == nullptr || !counts_people(table)) return;
    seen_.push_back(seen(table, decision));
    any_divided_twice_ = any_divided_twice_ || is_divided_twice(table);
}

bool LinkedTables::give_back_with(const Table& table,
                                  const TableDecision& decision,
                                  std::size_t threshold) const {
    if (table.rows == nullptr || !counts_people(table)) return false;
    if (!any_divided_twice_ && !is_divided_twice(table)) return false;
    std::vector<RowSet> hidden;
    const auto hide_few = [&](const RowSet& rows) {
        if (is_few(rows.count(), threshold)) hidden.push_back(rows);
    };
    const auto look_at_cell =
        [&](const Seen& one, std::size_t g, std::size_t c, std::vector<RowSet>& printed) {
            const RowSet& base = one.rows->bases[g];
            const RowSet& cell = one.rows->cells[g][c];
            if (one.decision.withheld.cells[g][c] || one.decision.withheld.groups[g]) {
                hide_few(cell);
                hide_few(base - cell);
                return;
            }
            if (one.decision.coarse && !tells_exactly(cell, base.count())) {
                hide_few(cell);
                return;
            }
            printed.push_back(cell);
            if (one.decision.coarse) return;
            if (one.percent_of == PercentOf::row) printed.push_back(one.rows->cells[0][c]);
            if (one.percent_of == PercentOf::total) printed.push_back(one.rows->bases[0]);
        };
    const auto look_at = [&](const Seen& one, std::vector<RowSet>& printed) {
        const bool of_question = one.question == table.spec.question;
        const TableRows& rows = *one.rows;
        for (std::size_t g = 0; g < rows.bases.size(); ++g) {
            const RowSet& base = rows.bases[g];
            const bool told = !one.decision.withheld.groups[g];
            if (told && !one.decision.coarse) printed.push_back(base);
            if (!told) hide_few(base);
            if (!of_question) continue;
            for (std::size_t c = 0; c < rows.cells[g].size(); ++c)
                look_at_cell(one, g, c, printed);
        }
    };
    std::vector<RowSet> known;
    for (const Seen& one : seen_)
        look_at(one, known);
    std::vector<RowSet> added;
    look_at(seen(table, decision), added);
    return follows_by_sums(known, added, hidden);
}

}  // namespace mtm
