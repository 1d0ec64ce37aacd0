// Each count is rounded to the nearest multiple, and then sums are mended by the cheapest changes.
// In a line that is greedy; in a table a change is a path from a row or column that has too little
// to one that lacks it, raising and lowering counts by turns: successive shortest paths, whose cost
// is least because the cost of each count is convex.
#include "disclosure/controlled_rounding.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

namespace mtm {

namespace {

using Cost = std::int64_t;

constexpr Cost never = std::numeric_limits<Cost>::max() / 4;

// To print people where there is nobody is a thousand times worse than to be off by as many.
constexpr Cost dearness_of_nobody = 1000;

// A count as so many units, and what one more or one less costs.
class Units {
public:
    Units(const CountToRound& count, std::size_t unit)
        : n_(static_cast<Cost>(count.n)),
          unit_(static_cast<Cost>(unit)),
          units_(static_cast<Cost>(count.rounded.value_or(nearest_multiple(count.n, unit)) / unit)),
          least_(static_cast<Cost>(count.least / unit)),
          most_(count.most ? static_cast<Cost>(*count.most / unit) : never),
          decided_(count.rounded.has_value()) {
        if (!decided_) units_ = std::min(std::max(units_, least_), most_);
    }

    [[nodiscard]] Cost units() const { return units_; }

    [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(units_ * unit_); }

    [[nodiscard]] Cost cost_of(Cost step) const {
        const Cost to = units_ + step;
        if (decided_ || to < least_ || to > most_) return never;
        return distance(to) - distance(units_);
    }

    void move(Cost step) { units_ += step; }

    // Of two that cost the same, the larger one is changed: it matters less there.
    [[nodiscard]] bool is_larger_than(const Units& other) const { return n_ > other.n_; }

private:
    [[nodiscard]] Cost distance(Cost units) const {
        const Cost off = units * unit_ > n_ ? units * unit_ - n_ : n_ - units * unit_;
        return n_ == 0 ? off * dearness_of_nobody : off;
    }

    Cost n_;
    Cost unit_;
    Cost units_;
    Cost least_;
    Cost most_;
    bool decided_;
};

// Rows are places 0 …, columns come after them.
class GridFlow {
public:
    GridFlow(const std::vector<std::vector<CountToRound>>& counts,
             const std::vector<std::size_t>& row_sums,
             const std::vector<std::size_t>& column_sums,
             std::size_t unit)
        : rows_(row_sums.size()), columns_(column_sums.size()), lacking_(rows_ + columns_) {
        for (std::size_t r = 0; r < rows_; ++r)
            lacking_[r] = static_cast<Cost>(row_sums[r] / unit);
        for (std::size_t c = 0; c < columns_; ++c)
            lacking_[rows_ + c] = static_cast<Cost>(column_sums[c] / unit);
        for (std::size_t r = 0; r < rows_; ++r) {
            for (std::size_t c = 0; c < columns_; ++c) {
                CountToRound count = counts[r][c];
                count.least = 0;
                count.most.reset();
                const Units& units = units_.emplace_back(count, unit);
                lacking_[r] -= units.units();
                lacking_[rows_ + c] -= units.units();
            }
        }
    }

    // False if there is no way.
    bool settle() {
        while (std::ranges::any_of(lacking_, [](Cost units) { return units != 0; })) {
            find_paths();
            const std::size_t end = nearest_end();
            if (end == lacking_.size()) return false;
            walk_to(end);
        }
        return true;
    }

    [[nodiscard]] std::vector<std::vector<std::size_t>> counts() const {
        std::vector<std::vector<std::size_t>> out(rows_);
        for (std::size_t r = 0; r < rows_; ++r) {
            for (std::size_t c = 0; c < columns_; ++c)
                out[r].push_back(units_[r * columns_ + c].count());
        }
        return out;
    }

private:
    [[nodiscard]] bool is_row(std::size_t place) const { return place < rows_; }

    [[nodiscard]] Units& between(std::size_t one, std::size_t other) {
        const std::size_t row = std::min(one, other);
        return units_[row * columns_ + (std::max(one, other) - rows_)];
    }

    // A path begins where a row lacks a unit, or a column has one too many: the count that follows
    // is raised on the way from a row to a column, and lowered on the way back.
    [[nodiscard]] bool begins(std::size_t place) const {
        return is_row(place) ? lacking_[place] > 0 : lacking_[place] < 0;
    }

    [[nodiscard]] bool ends(std::size_t place) const {
        return is_row(place) ? lacking_[place] < 0 : lacking_[place] > 0;
    }

    void find_paths() {
        cost_.assign(lacking_.size(), never);
        from_.assign(lacking_.size(), lacking_.size());
        for (std::size_t place = 0; place < lacking_.size(); ++place) {
            if (begins(place)) cost_[place] = 0;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t r = 0; r < rows_; ++r) {
                for (std::size_t c = rows_; c < lacking_.size(); ++c) {
                    const Units& units = units_[r * columns_ + (c - rows_)];
                    changed = shorten(r, c, units.cost_of(1)) || changed;
                    changed = shorten(c, r, units.cost_of(-1)) || changed;
                }
            }
        }
    }

    bool shorten(std::size_t from, std::size_t to, Cost cost) {
        if (cost >= never || cost_[from] >= never || cost_[from] + cost >= cost_[to]) return false;
        cost_[to] = cost_[from] + cost;
        from_[to] = from;
        return true;
    }

    [[nodiscard]] std::size_t nearest_end() const {
        std::size_t best = lacking_.size();
        for (std::size_t place = 0; place < lacking_.size(); ++place) {
            if (!ends(place) || cost_[place] >= never) continue;
            if (best == lacking_.size() || cost_[place] < cost_[best]) best = place;
        }
        return best;
    }

    void walk_to(std::size_t end) {
        lacking_[end] += is_row(end) ? 1 : -1;
        std::size_t at = end;
        for (; from_[at] != lacking_.size(); at = from_[at])
            between(from_[at], at).move(is_row(from_[at]) ? 1 : -1);
        lacking_[at] += is_row(at) ? -1 : 1;
    }

    std::size_t rows_;
    std::size_t columns_;
    std::vector<Cost> lacking_;  // units, by place; negative: too many
    std::vector<Units> units_;
    std::vector<Cost> cost_;         // of the cheapest way to a place
    std::vector<std::size_t> from_;  // the place before it
};

}  // namespace

std::size_t nearest_multiple(std::size_t n, std::size_t unit) {
    return (2 * n + unit) / (2 * unit) * unit;
}

std::optional<std::vector<std::size_t>> round_line(const std::vector<CountToRound>& counts,
                                                   std::size_t sum,
                                                   std::size_t unit) {
    std::vector<Units> units;
    units.reserve(counts.size());
    for (const CountToRound& count : counts)
        units.emplace_back(count, unit);
    auto lacking = static_cast<Cost>(sum / unit);
    for (const Units& one : units)
        lacking -= one.units();
    while (lacking != 0) {
        const Cost step = lacking > 0 ? 1 : -1;
        Units* best = nullptr;
        for (Units& one : units) {
            const Cost cost = one.cost_of(step);
            if (cost >= never) continue;
            const bool cheaper = best == nullptr || cost < best->cost_of(step);
            if (cheaper || (cost == best->cost_of(step) && one.is_larger_than(*best))) best = &one;
        }
        if (best == nullptr) return std::nullopt;
        best->move(step);
        lacking -= step;
    }
    std::vector<std::size_t> out;
    out.reserve(units.size());
    for (const Units& one : units)
        out.push_back(one.count());
    return out;
}

std::optional<std::vector<std::vector<std::size_t>>> round_grid(
    const std::vector<std::vector<CountToRound>>& counts,
    const std::vector<std::size_t>& row_sums,
    const std::vector<std::size_t>& column_sums,
    std::size_t unit) {
    const auto total = [](const std::vector<std::size_t>& sums) {
        return std::accumulate(sums.begin(), sums.end(), std::size_t{0});
    };
    if (total(row_sums) != total(column_sums)) return std::nullopt;
    GridFlow flow(counts, row_sums, column_sums, unit);
    if (!flow.settle()) return std::nullopt;
    return flow.counts();
}

}  // namespace mtm
