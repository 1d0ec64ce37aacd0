#include "disclosure/released.h"

#include <algorithm>
#include <cmath>

#include "disclosure/protection.h"

namespace mtm {

namespace {

bool is_few(std::size_t n, std::size_t threshold) {
    return n > 0 && n < threshold;
}

// A count that would single out those whom it counts, or the others of its base.
bool is_sensitive(std::size_t n, std::size_t base, std::size_t threshold) {
    if (is_few(base, threshold)) return n > 0;
    return is_few(n, threshold) || (base > n && is_few(base - n, threshold));
}

std::size_t fewest_of(const Estimate& estimate) {
    return std::min(estimate.n, estimate.fewest.value_or(estimate.n));
}

std::size_t less(std::size_t whole, std::size_t parts) {
    return whole > parts ? whole - parts : 0;
}

bool counts_people(const Table& table) {
    return table.spec.statistic == Statistic::percent || table.spec.statistic == Statistic::count;
}

CountGrid counts_of(const Table& table) {
    CountGrid grid;
    grid.base = table.group_bases;
    for (const auto& group : table.cells) {
        std::vector<std::size_t> counts;
        for (const Estimate& cell : group)
            counts.push_back(cell.n);
        grid.n.push_back(std::move(counts));
    }
    grid.categories_add_up = !table.multiple;
    grid.groups_add_up = table.groups.size() > 1 && !table.groups_overlap;
    return grid;
}

// People who are in no group are nowhere printed, but the total less the groups gives them.
void add_rest_group(CountGrid& grid) {
    std::vector<std::size_t> rest = grid.n[0];
    std::size_t base = grid.base[0];
    for (std::size_t g = 1; g < grid.n.size(); ++g) {
        base = less(base, grid.base[g]);
        for (std::size_t c = 0; c < rest.size(); ++c)
            rest[c] = less(rest[c], grid.n[g][c]);
    }
    if (base == 0) return;
    grid.n.push_back(std::move(rest));
    grid.base.push_back(base);
}

// The same for categories that have no row: beyond the largest, or of no derived category.
void add_rest_category(CountGrid& grid) {
    std::vector<std::size_t> rest = grid.base;
    for (std::size_t g = 0; g < grid.n.size(); ++g) {
        for (const std::size_t n : grid.n[g])
            rest[g] = less(rest[g], n);
    }
    if (std::ranges::all_of(rest, [](std::size_t n) { return n == 0; })) return;
    for (std::size_t g = 0; g < grid.n.size(); ++g)
        grid.n[g].push_back(rest[g]);
}

// What may not be printed by itself; groups and categories beyond those of the table never are.
void mark(CountGrid& grid, const Table& table, std::size_t threshold) {
    for (std::size_t g = 0; g < grid.n.size(); ++g) {
        const bool few = is_few(grid.base[g], threshold);
        const bool rest_group = g >= table.groups.size();
        grid.base_sensitive.push_back(few);
        grid.base_hidden.push_back(few || rest_group);
        std::vector<bool> sensitive;
        std::vector<bool> hidden;
        for (std::size_t c = 0; c < grid.n[g].size(); ++c) {
            const bool unprinted = rest_group || (c >= table.categories.size() && grid.n[g][c] > 0);
            sensitive.push_back(is_sensitive(grid.n[g][c], grid.base[g], threshold));
            hidden.push_back(few || sensitive.back() || unprinted);
        }
        grid.sensitive.push_back(std::move(sensitive));
        grid.hidden.push_back(std::move(hidden));
    }
}

struct Withheld {
    std::vector<std::vector<bool>> cells;
    std::vector<bool> groups;
};

Withheld withheld_counts(const Table& table, std::size_t threshold) {
    CountGrid grid = counts_of(table);
    if (grid.groups_add_up) add_rest_group(grid);
    if (grid.categories_add_up) add_rest_category(grid);
    mark(grid, table, threshold);
    protect(grid, threshold);
    Withheld out{std::move(grid.hidden), std::move(grid.base_hidden)};
    out.cells.resize(table.groups.size());
    out.groups.resize(table.groups.size());
    for (auto& group : out.cells)
        group.resize(table.categories.size());
    return out;
}

// Which groups of a mean, median, total or ratio are withheld. The mean of all, with the means of
// the others, gives back that of one group; so of groups that divide everyone either none is
// withheld or several, with enough people among them.
class WithheldNumbers {
public:
    WithheldNumbers(const Table& table, std::size_t threshold)
        : table_(table), threshold_(threshold), hidden_(table.groups.size(), false) {}

    Withheld decide() {
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            hidden_[g] = is_few(fewest(g), threshold_) || is_few(bases(g), threshold_);
        }
        if (table_.groups.size() > 1 && !table_.groups_overlap) {
            while (gives_one_back() && hide_smallest()) {
            }
        }
        Withheld out;
        const bool bases_too = hides_a_base();
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            out.cells.emplace_back(table_.categories.size(), hidden_[g]);
            const bool secondary = g > 0 && bases_too;
            out.groups.push_back(hidden_[g] && (secondary || is_few(bases(g), threshold_)));
        }
        return out;
    }

private:
    std::size_t numbers(std::size_t g) const {
        return table_.cells[g].empty() ? 0 : table_.cells[g].front().n;
    }

    std::size_t fewest(std::size_t g) const {
        return table_.cells[g].empty() ? 0 : fewest_of(table_.cells[g].front());
    }

    std::size_t bases(std::size_t g) const { return table_.group_bases[g]; }

    bool hides_a_base() const {
        for (std::size_t g = 0; g < hidden_.size(); ++g) {
            if (is_few(bases(g), threshold_)) return true;
        }
        std::size_t rest = bases(0);
        for (std::size_t g = 1; g < hidden_.size(); ++g)
            rest = less(rest, bases(g));
        return is_few(rest, threshold_);
    }

    bool gives_one_back() const {
        std::size_t unprinted = 0;  // groups
        std::size_t unprinted_numbers = numbers(0);
        std::size_t unprinted_bases = bases(0);
        std::size_t rest_numbers = numbers(0);
        std::size_t rest_base = bases(0);
        bool sensitive = false;
        for (std::size_t g = 1; g < hidden_.size(); ++g) {
            rest_numbers = less(rest_numbers, numbers(g));
            rest_base = less(rest_base, bases(g));
            if (hidden_[g]) {
                sensitive = true;
                ++unprinted;
                continue;
            }
            unprinted_numbers = less(unprinted_numbers, numbers(g));
            unprinted_bases = less(unprinted_bases, bases(g));
        }
        if (rest_base > 0) ++unprinted;
        sensitive = sensitive || is_few(rest_numbers, threshold_) || is_few(rest_base, threshold_);
        if (!sensitive) return false;
        return unprinted < 2 || unprinted_numbers < threshold_ || unprinted_bases < threshold_;
    }

    bool hide_smallest() {
        std::size_t smallest = 0;
        for (std::size_t g = 1; g < hidden_.size(); ++g) {
            if (hidden_[g] || numbers(g) == 0) continue;
            if (smallest == 0 || numbers(g) < numbers(smallest)) smallest = g;
        }
        if (smallest == 0) return false;
        hidden_[smallest] = true;
        return true;
    }

    const Table& table_;
    std::size_t threshold_;
    std::vector<bool> hidden_;
};

// Without any number; only the base is kept where the group's may be printed.
Estimate emptied(const Estimate& cell, bool with_base) {
    Estimate out;
    out.no_interval = cell.no_interval;
    if (with_base) out.base = cell.base;
    return out;
}

void empty_withheld(SafeTable& safe) {
    Table& table = safe.table;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const bool group = safe.withheld_groups[g];
        if (group) table.group_bases[g] = 0;
        for (std::size_t c = 0; c < table.cells[g].size(); ++c) {
            if (safe.withheld[g][c]) table.cells[g][c] = emptied(table.cells[g][c], !group);
        }
    }
    if (safe.withheld_groups[0]) table.base.n = 0;
}

bool is_condition(const FigurePart& part) {
    return part.aggregate == "percent" || part.aggregate == "share" || part.aggregate == "count" ||
           part.aggregate == "base";
}

bool is_sensitive(const FigurePart& part, std::size_t threshold) {
    const Estimate& estimate = part.estimate;
    if (is_condition(part)) return is_sensitive(estimate.n, estimate.base, threshold);
    return is_few(fewest_of(estimate), threshold) || is_few(estimate.base, threshold);
}

// A number that does not say what it rests on is judged by its own counts.
bool rests_on_few(const FigureValue& figure, std::size_t threshold) {
    if (figure.parts.empty()) {
        return is_sensitive(figure.estimate.n, figure.estimate.base, threshold);
    }
    return std::ranges::any_of(figure.parts, [threshold](const FigurePart& part) {
        return is_sensitive(part, threshold);
    });
}

// A difference of counts that may be printed can itself be a count of few people.
bool counts_few(const FigureValue& figure, std::size_t threshold) {
    if (figure.unit != FigureUnit::count || !figure.estimate.value) return false;
    const double value = std::abs(*figure.estimate.value);
    return value > 0 && value < static_cast<double>(threshold);
}

FigureValue emptied(const FigureValue& figure, std::size_t threshold) {
    FigureValue out;
    out.unit = figure.unit;
    out.spelled_out = figure.spelled_out;
    out.base = figure.base;
    out.estimate = emptied(figure.estimate, true);
    if (is_few(out.base.n, threshold)) out.base.n = 0;
    if (is_few(out.estimate.base, threshold)) out.estimate.base = 0;
    const bool of_everybody = !figure.parts.empty() && figure.parts.front().aggregate == "base";
    if (of_everybody) {
        out.base.n = 0;
        out.estimate.base = 0;
    }
    return out;
}

// A row whose number is withheld still shows its label; where that is what a person said, the
// label tells as much as the number.
void drop_withheld_words(SafeTable& safe) {
    Table& table = safe.table;
    for (std::size_t c = table.categories.size(); c-- > 0;) {
        if (!table.categories[c].free_answer || !safe.withheld[0][c]) continue;
        const auto at = static_cast<std::ptrdiff_t>(c);
        table.categories.erase(table.categories.begin() + at);
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            table.cells[g].erase(table.cells[g].begin() + at);
            safe.withheld[g].erase(safe.withheld[g].begin() + at);
        }
    }
    for (std::size_t g = table.groups.size(); g-- > 1;) {
        if (!table.groups[g].free_answer || !safe.withheld_groups[g]) continue;
        const auto at = static_cast<std::ptrdiff_t>(g);
        table.groups.erase(table.groups.begin() + at);
        table.group_bases.erase(table.group_bases.begin() + at);
        table.cells.erase(table.cells.begin() + at);
        safe.withheld.erase(safe.withheld.begin() + at);
        safe.withheld_groups.erase(safe.withheld_groups.begin() + at);
    }
}

}  // namespace

Released<SafeTable> DisclosureControl::release(const Table& table) const {
    SafeTable safe;
    safe.table = table;
    safe.threshold = threshold_;
    safe.withheld_groups.assign(table.groups.size(), false);
    for (const auto& group : table.cells)
        safe.withheld.emplace_back(group.size(), false);
    if (edition_ == Edition::internal || threshold_ <= 1) {
        return Released<SafeTable>(std::move(safe));
    }
    const auto threshold = static_cast<std::size_t>(threshold_);
    if (table.categories.empty()) {
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            safe.withheld_groups[g] = is_few(table.group_bases[g], threshold);
        empty_withheld(safe);
        return Released<SafeTable>(std::move(safe));
    }
    Withheld withheld = counts_people(table) ? withheld_counts(table, threshold)
                                             : WithheldNumbers(table, threshold).decide();
    safe.withheld = std::move(withheld.cells);
    safe.withheld_groups = std::move(withheld.groups);
    empty_withheld(safe);
    drop_withheld_words(safe);
    return Released<SafeTable>(std::move(safe));
}

Released<SafeFigure> DisclosureControl::release(const FigureValue& figure) const {
    SafeFigure safe;
    safe.threshold = threshold_;
    safe.figure = figure;
    if (edition_ == Edition::internal || threshold_ <= 1) {
        return Released<SafeFigure>(std::move(safe));
    }
    const auto threshold = static_cast<std::size_t>(threshold_);
    safe.withheld = counts_few(figure, threshold) || rests_on_few(figure, threshold);
    if (safe.withheld) safe.figure = emptied(figure, threshold);
    return Released<SafeFigure>(std::move(safe));
}

}  // namespace mtm
