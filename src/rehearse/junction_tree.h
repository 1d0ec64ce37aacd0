#pragma once

#include <vector>

namespace mtm {

/// A set of variables whose joint counts the model holds.
struct Clique {
    std::vector<int> variables;  // ascending
    int parent = -1;             // an earlier clique, or -1 for the root of a component
    std::vector<int> separator;  // variables shared with the parent, ascending
    int component = 0;
};

/// Cliques so joined that each variable's cliques hang together; parents come before children.
struct JunctionTree {
    std::vector<Clique> cliques;
    int components = 0;

    /// The smallest clique that holds all of `scope` (ascending), or -1.
    [[nodiscard]] int host(const std::vector<int>& scope) const;
};

/// A junction tree in which each scope lies inside some clique. `sizes` are the numbers of atoms.
[[nodiscard]] JunctionTree junction_tree(const std::vector<int>& sizes,
                                         const std::vector<std::vector<int>>& scopes);

}  // namespace mtm
