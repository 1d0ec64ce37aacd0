#include "rehearse/junction_tree.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

bool holds(const std::vector<int>& set, int variable) {
    return std::binary_search(set.begin(), set.end(), variable);
}

/// Each variable's cliques hang together: all but one of them share it with their parents.
void expect_running_intersection(const JunctionTree& tree, int variables) {
    for (int v = 0; v < variables; ++v) {
        int cliques = 0;
        int shared_with_parent = 0;
        for (const Clique& clique : tree.cliques) {
            cliques += holds(clique.variables, v) ? 1 : 0;
            shared_with_parent += holds(clique.separator, v) ? 1 : 0;
        }
        EXPECT_EQ(cliques, shared_with_parent + 1) << "variable " << v;
    }
}

TEST(JunctionTree, HoldsEveryScopeAndEachVariableInOnePiece) {
    Random random(5);
    for (int round = 0; round < 60; ++round) {
        const int variables = static_cast<int>(random.between(2, 14));
        std::vector<int> sizes;
        for (int v = 0; v < variables; ++v)
            sizes.push_back(static_cast<int>(random.between(2, 9)));
        std::vector<std::vector<int>> scopes;
        for (int s = 0; s < variables; ++s) {
            std::set<int> scope;
            for (int k = 0; k < 3; ++k)
                scope.insert(static_cast<int>(random.below(static_cast<std::size_t>(variables))));
            scopes.emplace_back(scope.begin(), scope.end());
        }
        const JunctionTree tree = junction_tree(sizes, scopes);
        for (const std::vector<int>& scope : scopes)
            EXPECT_GE(tree.host(scope), 0);
        expect_running_intersection(tree, variables);
        for (std::size_t c = 0; c < tree.cliques.size(); ++c)
            EXPECT_LT(tree.cliques[c].parent, static_cast<int>(c));
    }
}

TEST(JunctionTree, SplitsAChainIntoPairs) {
    const JunctionTree tree = junction_tree({2, 2, 2, 2}, {{0, 1}, {1, 2}, {2, 3}});
    EXPECT_EQ(tree.cliques.size(), 3U);
    EXPECT_EQ(tree.components, 1);
    EXPECT_EQ(junction_tree({2, 2}, {{0}, {1}}).components, 2);
}

}  // namespace
}  // namespace mtm
