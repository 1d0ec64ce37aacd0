#include "disclosure/rounded_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "disclosure/controlled_rounding.h"
#include "disclosure/linked_rounding.h"
#include "disclosure/precision.h"

namespace mtm {

namespace {

constexpr const char* why_no_precision =
    "numbers of people are rounded, and it would give them away";

// A number as if it were of `rounded` people instead of `n`, and of a base of as many.
double scaled(double value, std::size_t n, std::size_t rounded) {
    return n == 0 ? 0 : value * static_cast<double>(rounded) / static_cast<double>(n);
}

// Of unweighted people it is the percentage of the rounded numbers.
std::optional<double> percentage(const Estimate& cell, std::size_t n, std::size_t base) {
    if (base == 0 || cell.base == 0 || !cell.value) return std::nullopt;
    const double of_count = scaled(*cell.value, cell.n, n);
    return std::min(100.0, of_count * static_cast<double>(cell.base) / static_cast<double>(base));
}

void round_estimate(Estimate& cell, Statistic statistic, std::size_t n, std::size_t base) {
    if (statistic == Statistic::percent) {
        cell.value = percentage(cell, n, base);
    } else if (cell.value) {
        cell.value = scaled(*cell.value, cell.n, n);
    }
    cell.n = n;
    cell.base = base;
    cell.fewest.reset();
    if (cell.standard_error) cell.no_interval = why_no_precision;
    drop_precision(cell);
}

// A number of people as it was counted says nothing that the rounded count does not.
bool is_weighted(const Estimate& estimate, bool percent) {
    if (!estimate.value || estimate.base == 0) return false;
    const auto n = static_cast<double>(estimate.n);
    const double counted = percent ? 100 * n / static_cast<double>(estimate.base) : n;
    return std::abs(*estimate.value - counted) > 1e-9;
}

}  // namespace

// One table. Sets are laid out as its reader adds them up: after the categories of a question with
// one answer comes who gave none that is printed, after the groups of a family who is in none.
class TableRounding {
public:
    TableRounding(RoundedCounts& counts, const Table& table) : counts_(counts), table_(table) {}

    [[nodiscard]] std::optional<Table> run() {
        lay_out();
        first_ = counts_.told_.size();
        if (!round_everyone()) return std::nullopt;
        for (const Family& family : families_) {
            if (!round_family(family)) return std::nullopt;
        }
        if (!keep_to_other_sums() || !cells_fit_bases()) return std::nullopt;
        for (const Family& family : families_)
            tell_lines(family);
        if (families_.empty()) tell_column(0);
        tell_leaves();
        return rounded_table();
    }

private:
    struct Family {
        std::size_t whole = 0;
        std::vector<std::size_t> parts;  // the rest at the end, where they divide the whole
        bool divides = true;
    };

    struct Sets {
        RowSet base;
        std::vector<RowSet> cells;
    };

    void lay_out() {
        const TableRows& rows = *table_.rows;
        for (std::size_t g = 0; g < rows.bases.size(); ++g)
            sets_.push_back({rows.bases[g], rows.cells[g]});
        for (Sets& group : sets_) {
            if (!table_.multiple) group.cells.push_back(without(group.base, group.cells));
        }
        for (const GroupFamily& from : families_of(table_)) {
            Family& family = families_.emplace_back();
            family.whole = from.whole;
            family.parts = from.parts;
            family.divides = from.divides;
            if (family.divides) add_rest(family);
        }
        bases_.resize(sets_.size());
        cells_.resize(sets_.size());
    }

    static RowSet without(RowSet whole, const std::vector<RowSet>& parts) {
        for (const RowSet& part : parts)
            whole -= part;
        return whole;
    }

    void add_rest(Family& family) {
        Sets rest{sets_[family.whole].base, sets_[family.whole].cells};
        for (const std::size_t g : family.parts) {
            rest.base -= sets_[g].base;
            for (std::size_t c = 0; c < rest.cells.size(); ++c)
                rest.cells[c] -= sets_[g].cells[c];
        }
        family.parts.push_back(sets_.size());
        sets_.push_back(std::move(rest));
    }

    [[nodiscard]] bool round_everyone() {
        bases_[0] = counts_.of_set(sets_[0].base);
        return round_cells_alone(0, bases_[0]);
    }

    enum class Bound { by_sums, by_what_was_told };

    // First so that what is a sum of other tables' parts is their sum here too; if that leaves no
    // way, only what was printed before is kept to.
    template <typename Attempt>
    static bool try_both(const Attempt& attempt) {
        return attempt(Bound::by_sums) || attempt(Bound::by_what_was_told);
    }

    // Numbers that make up a cell are looked for among what its group, its category and everyone
    // were divided into.
    [[nodiscard]] std::optional<std::size_t> as_sum(std::size_t g, std::size_t c) const {
        const RowSet& rows = sets_[g].cells[c];
        for (const RowSet* whole : {&sets_[g].base, &sets_[0].cells[c], &sets_[0].base}) {
            if (const auto sum = counts_.as_sum_within(rows, *whole)) return sum;
        }
        return std::nullopt;
    }

    [[nodiscard]] CountToRound to_round(std::size_t g, std::size_t c, Bound bound) const {
        const RowSet& rows = sets_[g].cells[c];
        CountToRound out{.n = rows.count(), .rounded = counts_.told(rows)};
        if (!out.rounded && bound == Bound::by_sums) out.rounded = as_sum(g, c);
        return out;
    }

    // The categories of one group, of which no sum over groups is asked.
    [[nodiscard]] bool round_cells_alone(std::size_t g, std::size_t most) {
        const Sets& group = sets_[g];
        if (table_.multiple) {
            for (const RowSet& rows : group.cells)
                cells_[g].push_back(std::min(counts_.of_set(rows), most));
            return tell(group.cells, cells_[g]);
        }
        return try_both([&](Bound bound) {
            std::vector<CountToRound> line;
            for (std::size_t c = 0; c < group.cells.size(); ++c)
                line.push_back(to_round(g, c, bound));
            auto rounded = round_line(line, bases_[g], counts_.unit());
            if (!rounded) return false;
            cells_[g] = std::move(*rounded);
            return tell(group.cells, cells_[g]);
        });
    }

    [[nodiscard]] bool round_family(const Family& family) {
        if (!family.divides) {
            return std::ranges::all_of(family.parts, [&](std::size_t g) {
                bases_[g] = std::min(counts_.of_set(sets_[g].base), bases_[family.whole]);
                return round_cells_alone(g, bases_[g]);
            });
        }
        return round_bases(family) &&
               (table_.multiple ? round_each_category(family) : round_all_categories(family));
    }

    [[nodiscard]] bool round_bases(const Family& family) {
        return try_both([&](Bound bound) {
            std::vector<CountToRound> line;
            for (const std::size_t g : family.parts) {
                const RowSet& rows = sets_[g].base;
                CountToRound count{.n = rows.count(), .rounded = counts_.told(rows)};
                if (!count.rounded && bound == Bound::by_sums)
                    count.rounded = counts_.as_any_sum(rows);
                if (table_.multiple) count.least = counts_.most_within(rows);
                line.push_back(count);
            }
            const auto rounded = round_line(line, bases_[family.whole], counts_.unit());
            if (!rounded) return false;
            for (std::size_t p = 0; p < family.parts.size(); ++p) {
                bases_[family.parts[p]] = (*rounded)[p];
                counts_.tell(sets_[family.parts[p]].base, (*rounded)[p]);
            }
            return true;
        });
    }

    [[nodiscard]] bool round_each_category(const Family& family) {
        for (const std::size_t g : family.parts)
            cells_[g].resize(table_.categories.size());
        for (std::size_t c = 0; c < table_.categories.size(); ++c) {
            const bool done = try_both([&](Bound bound) {
                std::vector<CountToRound> line;
                for (const std::size_t g : family.parts) {
                    line.push_back(to_round(g, c, bound));
                    line.back().most = bases_[g];
                }
                const auto rounded = round_line(line, cells_[family.whole][c], counts_.unit());
                if (!rounded) return false;
                for (std::size_t p = 0; p < family.parts.size(); ++p) {
                    cells_[family.parts[p]][c] = (*rounded)[p];
                    counts_.tell(sets_[family.parts[p]].cells[c], (*rounded)[p]);
                }
                return true;
            });
            if (!done) return false;
        }
        return true;
    }

    [[nodiscard]] bool round_all_categories(const Family& family) {
        return try_both([&](Bound bound) {
            std::vector<std::vector<CountToRound>> grid;
            std::vector<std::size_t> sums;
            for (const std::size_t g : family.parts) {
                sums.push_back(bases_[g]);
                auto& row = grid.emplace_back();
                for (std::size_t c = 0; c < sets_[g].cells.size(); ++c)
                    row.push_back(to_round(g, c, bound));
            }
            auto rounded = round_grid(grid, sums, cells_[family.whole], counts_.unit());
            if (!rounded) return false;
            for (std::size_t p = 0; p < family.parts.size(); ++p) {
                const std::size_t g = family.parts[p];
                cells_[g] = std::move((*rounded)[p]);
                if (!tell(sets_[g].cells, cells_[g])) return false;
            }
            return true;
        });
    }

    // Sets without common rows of which all others of the table are made, with where they stand.
    struct Atom {
        std::size_t group = 0;
        std::size_t category = 0;
    };

    [[nodiscard]] bool is_divided(std::size_t g) const {
        return std::ranges::any_of(
            families_, [g](const Family& family) { return family.divides && family.whole == g; });
    }

    // The undivided groups within a group, itself if it is one.
    void add_leaves(std::size_t g, std::vector<std::size_t>& out) const {
        if (!is_divided(g)) return out.push_back(g);
        for (const Family& family : families_) {
            if (!family.divides || family.whole != g) continue;
            for (const std::size_t part : family.parts)
                add_leaves(part, out);
            return;
        }
    }

    [[nodiscard]] const RowSet& set_of(const Atom& atom) const {
        return sets_[atom.group].cells[atom.category];
    }

    // Numbers of other tables and figures can be sums of this one's, as those of its answers taken
    // together, or of the same groups nested the other way round. Where the table does not give
    // them, it is rounded anew in view of all at once.
    [[nodiscard]] bool keep_to_other_sums() {
        std::vector<std::size_t> leaves;
        add_leaves(0, leaves);
        const std::size_t categories = sets_[0].cells.size();
        if (!table_.multiple) {
            std::vector<Atom> atoms;
            for (const std::size_t g : leaves) {
                for (std::size_t c = 0; c < categories; ++c)
                    atoms.push_back({g, c});
            }
            return keep_to_sums_of(atoms, sets_[0].base) && overlapping_groups_keep_to_sums();
        }
        for (std::size_t c = 0; c < categories; ++c) {
            std::vector<Atom> atoms;
            for (const std::size_t g : leaves)
                atoms.push_back({g, c});
            if (!keep_to_sums_of(atoms, sets_[0].cells[c])) return false;
        }
        return true;
    }

    [[nodiscard]] bool overlapping_groups_keep_to_sums() {
        for (const Family& family : families_) {
            if (family.divides) continue;
            for (const std::size_t g : family.parts) {
                std::vector<Atom> column;
                for (std::size_t c = 0; c < cells_[g].size(); ++c)
                    column.push_back({g, c});
                if (!keep_to_sums_of(column, sets_[g].base)) return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool keep_to_sums_of(const std::vector<Atom>& atoms, const RowSet& whole) {
        std::vector<RoundedSum> told = sums_of(atoms, whole, counts_.told_.size());
        const bool kept = std::ranges::all_of(told, [&](const RoundedSum& one) {
            std::size_t sum = 0;
            for (const std::size_t a : one.counts)
                sum += cells_[atoms[a].group][atoms[a].category];
            return sum == one.sum;
        });
        if (kept) return true;
        return round_atoms(atoms, told) || round_atoms(atoms, sums_of(atoms, whole, first_));
    }

    // What of the first `count` sets that were told is made of atoms. Single atoms that were told
    // by this table may change.
    [[nodiscard]] std::vector<RoundedSum> sums_of(const std::vector<Atom>& atoms,
                                                  const RowSet& whole,
                                                  std::size_t count) const {
        std::vector<std::size_t> sizes;
        for (const Atom& atom : atoms)
            sizes.push_back(set_of(atom).count());
        std::vector<RoundedSum> out;
        for (std::size_t t = 0; t < count; ++t) {
            const RoundedCounts::Told& told = counts_.told_[t];
            if (!told.rows.comparable_to(whole) || !told.rows.is_part_of(whole)) continue;
            RoundedSum sum{{}, told.rounded};
            std::size_t size = 0;
            for (std::size_t a = 0; a < atoms.size() && size < told.size; ++a) {
                if (sizes[a] == 0 || !set_of(atoms[a]).is_part_of(told.rows)) continue;
                sum.counts.push_back(a);
                size += sizes[a];
            }
            if (size != told.size || size == 0) continue;
            if (sum.counts.size() > 1 || t < first_) out.push_back(std::move(sum));
        }
        for (std::size_t a = 0; a < atoms.size(); ++a) {
            if (const auto sum = as_sum(atoms[a].group, atoms[a].category))
                out.push_back({{a}, *sum});
        }
        return out;
    }

    [[nodiscard]] bool round_atoms(const std::vector<Atom>& atoms,
                                   const std::vector<RoundedSum>& sums) {
        std::vector<CountToRound> counts;
        for (const Atom& atom : atoms) {
            counts.push_back({.n = set_of(atom).count()});
            if (table_.multiple) counts.back().most = bases_[atom.group];
        }
        const auto rounded = round_linked(counts, sums, counts_.unit());
        if (!rounded) return false;
        for (std::size_t a = 0; a < atoms.size(); ++a)
            cells_[atoms[a].group][atoms[a].category] = (*rounded)[a];
        return tell_anew();
    }

    // From the leaves up. Families stand with the outer ones first.
    void add_up() {
        for (std::size_t f = families_.size(); f-- > 0;) {
            const Family& family = families_[f];
            if (!family.divides) continue;
            for (std::size_t c = 0; c < cells_[family.whole].size(); ++c) {
                std::size_t sum = 0;
                for (const std::size_t g : family.parts)
                    sum += cells_[g][c];
                cells_[family.whole][c] = sum;
            }
        }
        if (table_.multiple) return;
        for (std::size_t g = 0; g < sets_.size(); ++g) {
            if (!cells_[g].empty())
                bases_[g] = std::accumulate(cells_[g].begin(), cells_[g].end(), std::size_t{0});
        }
    }

    // False if a set was told to be otherwise.
    [[nodiscard]] bool tell_anew() {
        add_up();
        counts_.forget_from(first_);
        for (std::size_t g = 0; g < sets_.size(); ++g) {
            counts_.tell(sets_[g].base, bases_[g]);
            if (counts_.told(sets_[g].base) != bases_[g]) return false;
            for (std::size_t c = 0; c < cells_[g].size(); ++c) {
                counts_.tell(sets_[g].cells[c], cells_[g][c]);
                if (counts_.told(sets_[g].cells[c]) != cells_[g][c]) return false;
            }
        }
        return true;
    }

    // Always true: what is told is told.
    bool tell(const std::vector<RowSet>& sets, const std::vector<std::size_t>& rounded) {
        for (std::size_t i = 0; i < sets.size(); ++i)
            counts_.tell(sets[i], rounded[i]);
        return true;
    }

    void tell_column(std::size_t g) {
        if (!table_.multiple) counts_.tell_line(sets_[g].base, sets_[g].cells);
    }

    void tell_lines(const Family& family) {
        tell_column(family.whole);
        for (const std::size_t g : family.parts)
            tell_column(g);
        if (!family.divides) return;
        std::vector<RowSet> across;
        for (const std::size_t g : family.parts)
            across.push_back(sets_[g].base);
        counts_.tell_line(sets_[family.whole].base, across);
        for (std::size_t c = 0; c < sets_[family.whole].cells.size(); ++c) {
            across.clear();
            for (const std::size_t g : family.parts)
                across.push_back(sets_[g].cells[c]);
            counts_.tell_line(sets_[family.whole].cells[c], across);
        }
    }

    [[nodiscard]] bool cells_fit_bases() const {
        for (std::size_t g = 0; g < sets_.size(); ++g) {
            for (const std::size_t n : cells_[g]) {
                if (n > bases_[g]) return false;
            }
        }
        return true;
    }

    // All that a whole is made of, across families.
    void tell_leaves() {
        std::vector<std::size_t> leaves;
        add_leaves(0, leaves);
        if (leaves.size() < 2) return;
        std::vector<RowSet> bases;
        std::vector<RowSet> all;
        for (const std::size_t g : leaves) {
            bases.push_back(sets_[g].base);
            all.insert(all.end(), sets_[g].cells.begin(), sets_[g].cells.end());
        }
        counts_.tell_line(sets_[0].base, bases);
        if (!table_.multiple) counts_.tell_line(sets_[0].base, all);
        for (std::size_t c = 0; c < sets_[0].cells.size(); ++c) {
            std::vector<RowSet> cells;
            for (const std::size_t g : leaves)
                cells.push_back(sets_[g].cells[c]);
            counts_.tell_line(sets_[0].cells[c], cells);
        }
    }

    [[nodiscard]] std::size_t base_of(std::size_t g, std::size_t c) const {
        const Estimate& cell = table_.cells[g][c];
        switch (table_.spec.percent_of) {
            case PercentOf::row:
                return table_.spec.statistic == Statistic::percent ? cells_[0][c] : bases_[g];
            case PercentOf::total:
                return table_.spec.statistic == Statistic::percent ? bases_[0] : bases_[g];
            case PercentOf::column:
                break;
        }
        return cell.base == 0 ? 0 : bases_[g];
    }

    [[nodiscard]] Table rounded_table() const {
        Table out = table_;
        out.rows = nullptr;
        out.parts.clear();
        out.association.reset();
        out.base.n = bases_[0];
        for (std::size_t g = 0; g < out.groups.size(); ++g) {
            out.group_bases[g] = bases_[g];
            for (std::size_t c = 0; c < out.categories.size(); ++c)
                round_estimate(out.cells[g][c], out.spec.statistic, cells_[g][c], base_of(g, c));
        }
        return out;
    }

    RoundedCounts& counts_;
    const Table& table_;
    std::vector<Family> families_;
    std::vector<Sets> sets_;  // of the table's groups, then the rests
    std::vector<std::size_t> bases_;
    std::vector<std::vector<std::size_t>> cells_;
    std::size_t first_ = 0;  // of the sets that this table tells of
};

std::optional<Table> RoundedCounts::of_table(const Table& table) {
    const std::size_t before = told_.size();
    auto out = TableRounding(*this, table).run();
    if (!out) forget_from(before);
    return out;
}

std::size_t RoundedCounts::of_set(const RowSet& rows) {
    if (const auto known = told(rows)) return *known;
    std::optional<std::size_t> follows = as_any_sum(rows);
    if (!follows) follows = as_rest(rows);
    const std::size_t out = follows ? *follows : between_others(rows);
    tell(rows, out);
    return out;
}

FigurePart RoundedCounts::of_part(const FigurePart& part) {
    FigurePart out = part;
    const std::size_t base = of_set(part.of);
    const std::size_t n = std::min(of_set(part.counted), base);
    out.base.n = part.aggregate == "base" ? n : base;
    const bool percent = part.aggregate == "percent" || part.aggregate == "share";
    if (!percent && part.aggregate != "count" && part.aggregate != "base") {
        drop_precision(out.estimate);  // a mean of those people, whatever they are said to be
        out.estimate.n = n;
        out.estimate.base = base;
        out.estimate.fewest.reset();
        return out;
    }
    const bool weighted = is_weighted(part.estimate, percent);
    round_estimate(out.estimate, percent ? Statistic::percent : Statistic::count, n, base);
    if (weighted && out.estimate.value) {
        out.estimate.value =
            percent ? whole_percentage_of(out.estimate)
                    : told_weighted_count(*out.estimate.value, n, static_cast<double>(unit_));
    }
    return out;
}

RoundedCounts RoundedCounts::moved(const std::function<RowSet(const RowSet&)>& move) const {
    RoundedCounts out(unit_);
    for (const Told& one : told_)
        out.tell(move(one.rows), one.rounded);
    for (const ToldLine& line : lines_) {
        std::vector<RowSet> parts;
        for (const std::size_t part : line.parts)
            parts.push_back(move(told_[part].rows));
        out.tell_line(move(line.whole), parts);
    }
    return out;
}

const RoundedCounts::Told* RoundedCounts::find(const RowSet& rows) const {
    const auto found = by_hash_.find(rows.hash());
    if (found == by_hash_.end()) return nullptr;
    for (const std::size_t at : found->second) {
        if (told_[at].rows == rows) return &told_[at];
    }
    return nullptr;
}

std::optional<std::size_t> RoundedCounts::told(const RowSet& rows) const {
    if (const Told* known = find(rows)) return known->rounded;
    if (rows.count() == 0) return 0;
    return std::nullopt;
}

// The sum of those parts of a line that lie in the set, if they are all of it.
std::optional<std::size_t> RoundedCounts::as_sum(const RowSet& rows, const ToldLine& line) const {
    std::size_t sum = 0;
    std::size_t size = 0;
    for (const std::size_t at : line.parts) {
        const Told& part = told_[at];
        if (!part.rows.meets(rows)) continue;
        if (!part.rows.is_part_of(rows)) return std::nullopt;
        sum += part.rounded;
        size += part.size;
    }
    if (size == 0 || size != rows.count()) return std::nullopt;
    return sum;
}

std::optional<std::size_t> RoundedCounts::as_sum_within(const RowSet& rows,
                                                        const RowSet& whole) const {
    const auto found = lines_of_.find(whole.hash());
    if (found == lines_of_.end()) return std::nullopt;
    for (const std::size_t at : found->second) {
        if (lines_[at].whole != whole) continue;
        if (const auto sum = as_sum(rows, lines_[at])) return sum;
    }
    return std::nullopt;
}

std::optional<std::size_t> RoundedCounts::as_any_sum(const RowSet& rows) const {
    const std::size_t size = rows.count();
    for (const ToldLine& line : lines_) {
        if (line.size < size || !line.whole.comparable_to(rows)) continue;
        if (!rows.is_part_of(line.whole)) continue;
        if (const auto sum = as_sum(rows, line)) return sum;
    }
    return std::nullopt;
}

// What is left of a set that is told of by another one.
std::optional<std::size_t> RoundedCounts::as_rest(const RowSet& rows) const {
    const std::size_t size = rows.count();
    for (const Told& outer : told_) {
        if (outer.size <= size || !outer.rows.comparable_to(rows)) continue;
        if (!rows.is_part_of(outer.rows)) continue;
        const Told* others = find(outer.rows - rows);
        if (others != nullptr && others->rounded <= outer.rounded)
            return outer.rounded - others->rounded;
    }
    return std::nullopt;
}

// The largest number of a set that lies in these.
std::size_t RoundedCounts::most_within(const RowSet& rows) const {
    const std::size_t size = rows.count();
    std::size_t out = 0;
    for (const Told& other : told_) {
        if (other.rounded > out && other.size < size && other.rows.comparable_to(rows) &&
            other.rows.is_part_of(rows))
            out = other.rounded;
    }
    return out;
}

// The nearest multiple that is no more than what any larger set has, and no less than a smaller.
std::size_t RoundedCounts::between_others(const RowSet& rows) const {
    const std::size_t size = rows.count();
    std::size_t out = std::max(nearest_multiple(size, unit_), most_within(rows));
    for (const Told& other : told_) {
        if (!other.rows.comparable_to(rows)) continue;
        if (other.rounded < out && other.size > size && rows.is_part_of(other.rows))
            out = other.rounded;
    }
    return out;
}

void RoundedCounts::tell(const RowSet& rows, std::size_t rounded) {
    if (find(rows) != nullptr) return;
    by_hash_[rows.hash()].push_back(told_.size());
    told_.push_back({rows, rows.count(), rounded});
}

void RoundedCounts::tell_line(const RowSet& whole, const std::vector<RowSet>& parts) {
    ToldLine line{whole, whole.count(), {}};
    for (const RowSet& part : parts) {
        const Told* known = find(part);
        if (known != nullptr && known->size > 0)
            line.parts.push_back(static_cast<std::size_t>(known - told_.data()));
    }
    if (line.parts.size() < 2) return;
    std::vector<std::size_t>& of_whole = lines_of_[whole.hash()];
    const bool there = std::ranges::any_of(of_whole, [&](std::size_t at) {
        return lines_[at].whole == whole && lines_[at].parts == line.parts;
    });
    if (there) return;
    of_whole.push_back(lines_.size());
    lines_.push_back(std::move(line));
}

void RoundedCounts::forget_from(std::size_t first) {
    for (std::size_t at = told_.size(); at-- > first;) {
        std::vector<std::size_t>& same = by_hash_[told_[at].rows.hash()];
        std::erase(same, at);
    }
    told_.resize(first);
}

}  // namespace mtm
