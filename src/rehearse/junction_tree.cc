#include "rehearse/junction_tree.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <tuple>

namespace mtm {
namespace {

using Neighbours = std::vector<std::set<int>>;

Neighbours neighbours_of(std::size_t variables, const std::vector<std::vector<int>>& scopes) {
    Neighbours neighbours(variables);
    for (const std::vector<int>& scope : scopes) {
        for (const int a : scope) {
            for (const int b : scope) {
                if (a != b) neighbours[static_cast<std::size_t>(a)].insert(b);
            }
        }
    }
    return neighbours;
}

/// How many pairs of neighbours of `v` are not neighbours of each other.
int missing_pairs(const Neighbours& neighbours, int v) {
    const std::set<int>& around = neighbours[static_cast<std::size_t>(v)];
    int missing = 0;
    for (auto a = around.begin(); a != around.end(); ++a) {
        for (auto b = std::next(a); b != around.end(); ++b)
            missing += neighbours[static_cast<std::size_t>(*a)].count(*b) == 0 ? 1 : 0;
    }
    return missing;
}

double log_cells(const Neighbours& neighbours, const std::vector<int>& sizes, int v) {
    double sum = std::log(sizes[static_cast<std::size_t>(v)]);
    for (const int other : neighbours[static_cast<std::size_t>(v)])
        sum += std::log(sizes[static_cast<std::size_t>(other)]);
    return sum;
}

/// The cliques that elimination makes: least fill first, then fewest cells.
std::vector<std::vector<int>> elimination_cliques(Neighbours neighbours,
                                                  const std::vector<int>& sizes) {
    std::vector<std::vector<int>> cliques;
    using Cost = std::tuple<int, double, int>;
    std::vector<Cost> costs;
    std::set<Cost> queue;
    for (int v = 0; v < static_cast<int>(sizes.size()); ++v) {
        costs.emplace_back(missing_pairs(neighbours, v), log_cells(neighbours, sizes, v), v);
        queue.insert(costs.back());
    }
    while (!queue.empty()) {
        const int v = std::get<2>(*queue.begin());
        queue.erase(queue.begin());
        const std::set<int> around = neighbours[static_cast<std::size_t>(v)];
        std::vector<int> clique(around.begin(), around.end());
        clique.push_back(v);
        std::sort(clique.begin(), clique.end());
        cliques.push_back(std::move(clique));
        std::set<int> touched = around;
        for (const int a : around) {
            std::set<int>& beside = neighbours[static_cast<std::size_t>(a)];
            beside.erase(v);
            for (const int b : around) {
                if (a != b) beside.insert(b);
            }
        }
        for (const int a : around)
            touched.insert(neighbours[static_cast<std::size_t>(a)].begin(),
                           neighbours[static_cast<std::size_t>(a)].end());
        neighbours[static_cast<std::size_t>(v)].clear();
        for (const int a : touched) {
            Cost& cost = costs[static_cast<std::size_t>(a)];
            queue.erase(cost);
            cost = {missing_pairs(neighbours, a), log_cells(neighbours, sizes, a), a};
            queue.insert(cost);
        }
    }
    return cliques;
}

std::vector<std::vector<int>> maximal(std::vector<std::vector<int>> cliques) {
    std::stable_sort(cliques.begin(), cliques.end(), [](const auto& a, const auto& b) {
        return a.size() > b.size();
    });
    std::vector<std::vector<int>> kept;
    for (std::vector<int>& clique : cliques) {
        const bool inside = std::any_of(kept.begin(), kept.end(), [&](const auto& larger) {
            return std::includes(larger.begin(), larger.end(), clique.begin(), clique.end());
        });
        if (!inside) kept.push_back(std::move(clique));
    }
    return kept;
}

std::vector<int> shared(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<int> out;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

/// A maximum spanning forest by size of the shared part, which makes cliques a junction tree.
JunctionTree spanning_tree(const std::vector<std::vector<int>>& cliques) {
    JunctionTree tree;
    const std::size_t n = cliques.size();
    std::vector<bool> placed(n, false);
    std::vector<int> best_parent(n, -1);
    std::vector<std::vector<int>> best_shared(n);
    for (std::size_t step = 0; step < n; ++step) {
        std::size_t next = n;
        for (std::size_t i = 0; i < n; ++i) {
            if (placed[i]) continue;
            if (next == n || best_shared[i].size() > best_shared[next].size()) next = i;
        }
        placed[next] = true;
        Clique clique;
        clique.variables = cliques[next];
        clique.parent = best_shared[next].empty() ? -1 : best_parent[next];
        clique.separator = best_shared[next];
        clique.component = clique.parent < 0
                               ? tree.components++
                               : tree.cliques[static_cast<std::size_t>(clique.parent)].component;
        for (std::size_t i = 0; i < n; ++i) {
            if (placed[i]) continue;
            std::vector<int> common = shared(cliques[next], cliques[i]);
            if (common.size() <= best_shared[i].size()) continue;
            best_shared[i] = std::move(common);
            best_parent[i] = static_cast<int>(tree.cliques.size());
        }
        tree.cliques.push_back(std::move(clique));
    }
    return tree;
}

}  // namespace

int JunctionTree::host(const std::vector<int>& scope) const {
    int best = -1;
    for (std::size_t c = 0; c < cliques.size(); ++c) {
        const std::vector<int>& variables = cliques[c].variables;
        if (!std::includes(variables.begin(), variables.end(), scope.begin(), scope.end())) {
            continue;
        }
        if (best < 0 ||
            variables.size() < cliques[static_cast<std::size_t>(best)].variables.size()) {
            best = static_cast<int>(c);
        }
    }
    return best;
}

JunctionTree junction_tree(const std::vector<int>& sizes,
                           const std::vector<std::vector<int>>& scopes) {
    return spanning_tree(maximal(elimination_cliques(neighbours_of(sizes.size(), scopes), sizes)));
}

}  // namespace mtm
