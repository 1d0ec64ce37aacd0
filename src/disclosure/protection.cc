// Secondary suppression. The sums of a table with groups across and categories down make each
// hidden count an arc of a network: a cell runs from its category to its group, a total from
// "everyone" to its category, the base of a group from the group to the balance of bases. Sums hold
// as long as what flows into a node flows out again, so a count can be one larger exactly if one
// unit can return from the arc's head to its tail over other hidden arcs; the greatest such flow
// gives the exact bounds that a reader can derive, which looking at one line at a time does not
// (two lines with two hidden cells each may still fix the one between them).
//
// Where a sensitive count is bounded too closely, the cheapest way back that also uses printed
// counts is found, and those are hidden too. Hiding more never narrows a bound, so one pass over
// the sensitive counts is enough.
// A group that is divided further is a tree of such sums: it has a node for each category and one
// for its base, into which its own counts flow and from which those of its parts do. That its
// categories sum to its base follows from its parts', so every count still stands in two sums.
//
// Sums that do not hold (several answers, overlapping groups) end in a node that ties nothing.
//
// After L. H. Cox, "Network models for complementary cell suppression", JASA 90 (1995).
// Tested in protection_test.cc against every table that a reader could think of.
#include "disclosure/protection.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <queue>

#include "base/result.h"

namespace mtm {

namespace {

using Amount = std::int64_t;

// One count: a cell, or the base of a group (category -1).
struct Arc {
    std::size_t from = 0;
    std::size_t to = 0;
    Amount value = 0;
    Amount most = 0;
    bool hidden = false;
    bool sensitive = false;
    bool known = false;  // from elsewhere, whether it is printed here or not
    std::size_t group = 0;
    int category = -1;
    Amount cost = 0;
    Amount shift = 0;  // by how much the flow being tried changes the value

    Amount room(bool forward) const { return forward ? most - value - shift : value + shift; }
};

// Nodes: 0 ties nothing, then everyone, the balance of bases, the categories, the groups.
class Network {
public:
    Network(CountGrid& grid, std::size_t threshold)
        : grid_(grid),
          threshold_(static_cast<Amount>(threshold)),
          categories_(grid.n.front().size()) {
        number_nodes();
        for (std::size_t g = 0; g < grid.n.size(); ++g) {
            add_base(g);
            for (std::size_t c = 0; c < categories_; ++c)
                add_cell(g, c);
        }
        outgoing_.resize(nodes_);
        for (std::size_t a = 0; a < arcs_.size(); ++a) {
            outgoing_[arcs_[a].from].push_back({a, true});
            outgoing_[arcs_[a].to].push_back({a, false});
        }
    }

    /// False if something known stands in the way.
    bool protect() {
        for (std::size_t a = 0; a < arcs_.size(); ++a) {
            if (!arcs_[a].sensitive || arcs_[a].known) continue;
            const bool of_few = !grid_.base_hidden[arcs_[a].group] && protect_complement(a);
            if (is_few(arcs_[a])) {
                widen(a, true, threshold_ - arcs_[a].value);
                widen(a, false, arcs_[a].value - 1);
            } else if (!of_few) {
                widen(a, true, threshold_);
                widen(a, false, threshold_);
            }
        }
        return !given_;
    }

    Bounds bounds(std::size_t group, std::size_t category) {
        const std::size_t a = arc_of(group, static_cast<int>(category));
        const Arc& arc = arcs_[a];
        if (!arc.hidden) {
            return {static_cast<std::size_t>(arc.value), static_cast<std::size_t>(arc.value)};
        }
        const Amount up = std::min(arc.most - arc.value, flow(a, true, arc.most - arc.value));
        const Amount down = std::min(arc.value, flow(a, false, arc.value));
        return {static_cast<std::size_t>(arc.value - down),
                static_cast<std::size_t>(arc.value + up)};
    }

private:
    struct Step {
        std::size_t arc = 0;
        bool forward = true;
    };

    std::size_t parent_of(std::size_t g) const {
        if (g == 0) return no_parent_group;
        if (!grid_.parent.empty()) return grid_.parent[g];
        return grid_.groups_add_up ? 0 : no_parent_group;
    }

    // Node 1 is everyone's; a group that is divided has one for its base and one for each category.
    void number_nodes() {
        nodes_ = 2;
        first_node_.assign(grid_.n.size(), 0);
        divided_.assign(grid_.n.size(), false);
        for (std::size_t g = 1; g < grid_.n.size(); ++g) {
            if (parent_of(g) != no_parent_group) divided_[parent_of(g)] = true;
        }
        for (std::size_t g = 0; g < grid_.n.size(); ++g) {
            if (g == 0 && !divided_[g]) continue;
            first_node_[g] = nodes_;
            nodes_ += divided_[g] ? 1 + categories_ : 1;
        }
    }

    std::size_t everyone() const { return grid_.categories_add_up ? 1 : 0; }

    // Of the parts of a group.
    std::size_t balance(std::size_t g) const {
        return g != no_parent_group && divided_[g] ? first_node_[g] : 0;
    }

    std::size_t category_node(std::size_t g, std::size_t c) const {
        return g != no_parent_group && divided_[g] ? first_node_[g] + 1 + c : 0;
    }

    // Where the cells of a group that is not everyone flow to, and its base comes from.
    std::size_t end_of_cell(std::size_t g, std::size_t c) const {
        if (divided_[g]) return category_node(g, c);
        return grid_.categories_add_up ? first_node_[g] : 0;
    }

    std::size_t start_of_base(std::size_t g) const {
        if (divided_[g]) return balance(g);
        return grid_.categories_add_up ? first_node_[g] : 0;
    }

    // What is printed of few goes before sums of others.
    Amount cost_of_group(std::size_t g, Amount total, Amount subtotal, Amount least) const {
        if (g == 0) return total;
        return divided_[g] ? subtotal : least;
    }

    std::size_t arc_of(std::size_t group, int category) const {
        return group * (categories_ + 1) + static_cast<std::size_t>(category) + 1;
    }

    // The most that a count could be for all that is printed of its group.
    Amount most_in(std::size_t g) const {
        const auto base = static_cast<Amount>(grid_.base[g]);
        if (!grid_.base_hidden[g]) return base;
        if (!grid_.categories_add_up) return std::max(base, threshold_ - 1);
        return static_cast<Amount>(grid_.base[0]) + threshold_;
    }

    void add_base(std::size_t g) {
        Arc arc;
        arc.from = g == 0 ? balance(0) : start_of_base(g);
        arc.to = g == 0 ? everyone() : balance(parent_of(g));
        arc.value = static_cast<Amount>(grid_.base[g]);
        arc.most = static_cast<Amount>(grid_.base[0]) + threshold_;
        arc.known = !grid_.base_known.empty() && grid_.base_known[g];
        arc.hidden = grid_.base_hidden[g] && !arc.known;
        arc.sensitive = grid_.base_sensitive[g];
        arc.group = g;
        arc.cost = cost_of_group(g, 100'000'000, 20'000'000, 1'000'000) + arc.value;
        arcs_.push_back(arc);
    }

    void add_cell(std::size_t g, std::size_t c) {
        Arc arc;
        arc.from = g == 0 ? everyone() : category_node(parent_of(g), c);
        arc.to = g == 0 ? category_node(0, c) : end_of_cell(g, c);
        arc.value = static_cast<Amount>(grid_.n[g][c]);
        arc.most = most_in(g);
        arc.known = !grid_.known.empty() && grid_.known[g][c];
        arc.hidden = grid_.hidden[g][c] && !arc.known;
        arc.sensitive = grid_.sensitive[g][c];
        arc.group = g;
        arc.category = static_cast<int>(c);
        // Small cells first, but a zero says little that is sensitive and is kept if possible.
        arc.cost =
            cost_of_group(g, 10'000'000, 100'000, 1'000) + (arc.value == 0 ? 3'000 : arc.value);
        arcs_.push_back(arc);
    }

    bool is_few(const Arc& arc) const { return arc.value > 0 && arc.value < threshold_; }

    // False if it is not the others of its base who are few.
    bool protect_complement(std::size_t a) {
        const Arc& arc = arcs_[a];
        if (arc.category == -1) return false;
        const Amount others = static_cast<Amount>(grid_.base[arc.group]) - arc.value;
        if (others <= 0 || others >= threshold_) return false;
        widen(a, true, others - 1);
        widen(a, false, threshold_ - others);
        return true;
    }

    // Hides printed counts until the count could be larger (or smaller) by `amount`, or nothing
    // that could help is left.
    void widen(std::size_t a, bool up, Amount amount) {
        blocked_ = false;
        const Amount room = up ? arcs_[a].most - arcs_[a].value : arcs_[a].value;
        amount = std::min(amount, room);
        while (true) {
            const Amount reached = flow(a, up, amount);
            if (reached >= amount) break;
            std::vector<Step> way = cheapest_way(a, up, amount - reached);
            if (way.empty()) way = cheapest_way(a, up, 1);
            if (way.empty()) {
                given_ = given_ || blocked_;
                break;
            }
            for (const Step& step : way)
                hide(step.arc);
        }
        clear_shift();
    }

    void hide(std::size_t a) {
        Arc& arc = arcs_[a];
        arc.hidden = true;
        if (arc.category >= 0) {
            grid_.hidden[arc.group][static_cast<std::size_t>(arc.category)] = true;
            return;
        }
        grid_.base_hidden[arc.group] = true;
        for (std::size_t c = 0; c < categories_; ++c) {
            grid_.hidden[arc.group][c] = true;
            Arc& cell = arcs_[arc_of(arc.group, static_cast<int>(c))];
            cell.hidden = !cell.known;
            cell.most = most_in(arc.group);
        }
    }

    void clear_shift() {
        for (Arc& arc : arcs_)
            arc.shift = 0;
    }

    // Greatest flow back round arc `a` over hidden arcs, up to `limit`. Leaves the flow in `shift`.
    Amount flow(std::size_t a, bool up, Amount limit) {
        clear_shift();
        if (arcs_[a].from == arcs_[a].to) return limit;
        Amount sum = 0;
        while (sum < limit) {
            const std::vector<Step> way = shortest_way(a, up);
            if (way.empty()) break;
            Amount amount = limit - sum;
            for (const Step& s : way)
                amount = std::min(amount, arcs_[s.arc].room(s.forward));
            for (const Step& s : way)
                arcs_[s.arc].shift += s.forward ? amount : -amount;
            sum += amount;
        }
        return sum;
    }

    std::size_t start(std::size_t a, bool up) const { return up ? arcs_[a].to : arcs_[a].from; }

    std::size_t goal(std::size_t a, bool up) const { return up ? arcs_[a].from : arcs_[a].to; }

    std::size_t head(const Step& step) const {
        return step.forward ? arcs_[step.arc].to : arcs_[step.arc].from;
    }

    std::size_t tail(const Step& step) const {
        return step.forward ? arcs_[step.arc].from : arcs_[step.arc].to;
    }

    std::vector<Step> way_back(const std::vector<Step>& via, std::size_t from, std::size_t to) {
        std::vector<Step> way;
        for (std::size_t at = to; at != from; at = tail(via[at]))
            way.push_back(via[at]);
        return way;
    }

    std::vector<Step> shortest_way(std::size_t a, bool up) {
        std::vector<Step> via(nodes_);
        std::vector<bool> seen(nodes_, false);
        std::queue<std::size_t> queue;
        queue.push(start(a, up));
        seen[start(a, up)] = true;
        while (!queue.empty() && !seen[goal(a, up)]) {
            for (const Step& step : outgoing_[queue.front()]) {
                const Arc& arc = arcs_[step.arc];
                if (step.arc == a || !arc.hidden || arc.room(step.forward) <= 0) continue;
                if (seen[head(step)]) continue;
                seen[head(step)] = true;
                via[head(step)] = step;
                queue.push(head(step));
            }
            queue.pop();
        }
        if (!seen[goal(a, up)]) return {};
        return way_back(via, start(a, up), goal(a, up));
    }

    // The way on which hiding what is printed costs least; every step can carry `amount` if it is
    // printed, and something if it is hidden already.
    std::vector<Step> cheapest_way(std::size_t a, bool up, Amount amount) {
        constexpr Amount far = std::numeric_limits<Amount>::max();
        std::vector<Step> via(nodes_);
        std::vector<Amount> cost(nodes_, far);
        using Entry = std::pair<Amount, std::size_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        cost[start(a, up)] = 0;
        queue.emplace(0, start(a, up));
        while (!queue.empty()) {
            const auto [so_far, node] = queue.top();
            queue.pop();
            if (so_far > cost[node]) continue;
            for (const Step& step : outgoing_[node]) {
                const Arc& arc = arcs_[step.arc];
                const Amount needed = arc.hidden ? 1 : amount;
                if (step.arc == a || arc.room(step.forward) < needed) continue;
                if (arc.known) {
                    blocked_ = true;
                    continue;
                }
                const Amount next = so_far + (arc.hidden ? 0 : arc.cost);
                if (next >= cost[head(step)]) continue;
                cost[head(step)] = next;
                via[head(step)] = step;
                queue.emplace(next, head(step));
            }
        }
        if (cost[goal(a, up)] == far || cost[goal(a, up)] == 0) return {};
        return way_back(via, start(a, up), goal(a, up));
    }

    CountGrid& grid_;
    Amount threshold_;
    std::size_t categories_;
    std::size_t nodes_ = 0;
    std::vector<std::size_t> first_node_;  // by group
    std::vector<bool> divided_;            // by group: others add up to it
    std::vector<Arc> arcs_;
    bool blocked_ = false;  // by what is known from elsewhere, in the last search
    bool given_ = false;    // a sensitive count could not be protected for that
    std::vector<std::vector<Step>> outgoing_;
};

// The totals by themselves: what is hidden among them should not depend on what they are split by,
// or two tables of one question would give each other away.
CountGrid totals_of(const CountGrid& grid) {
    CountGrid totals;
    totals.n = {grid.n[0]};
    totals.base = {grid.base[0]};
    totals.hidden = {grid.hidden[0]};
    totals.base_hidden = {grid.base_hidden[0]};
    totals.sensitive = {grid.sensitive[0]};
    totals.base_sensitive = {grid.base_sensitive[0]};
    totals.categories_add_up = grid.categories_add_up;
    if (!grid.known.empty()) totals.known = {grid.known[0]};
    if (!grid.base_known.empty()) totals.base_known = {grid.base_known[0]};
    return totals;
}

}  // namespace

Bounds bounds_of(const CountGrid& grid, std::size_t group, std::size_t category) {
    CountGrid copy = grid;
    return Network(copy, 0).bounds(group, category);
}

bool protect(CountGrid& grid, std::size_t threshold) {
    CHECK(!grid.n.empty());
    CountGrid totals = totals_of(grid);
    bool all = Network(totals, threshold).protect();
    grid.hidden[0] = totals.hidden[0];
    grid.base_hidden[0] = totals.base_hidden[0];
    if (grid.n.size() > 1) all = Network(grid, threshold).protect() && all;
    return all;
}

}  // namespace mtm
