#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "rehearse/integer_program.h"
#include "rehearse/junction_tree.h"
#include "rehearse/survey_model.h"

namespace mtm {

/// The possible combinations of atoms of a clique's variables.
struct CliqueCells {
    std::vector<std::vector<int>> atoms;  // by cell: the atom of each variable of the clique
};

/// Integer counts that stand for a whole survey. The unknowns are the numbers of people in each
/// cell of each clique; cliques that share variables agree on their counts.
struct CountModel {
    SurveyModel survey;
    JunctionTree tree;
    std::vector<CliqueCells> cells;    // by clique
    std::vector<int> claim_host;       // by claim: the clique that decides it
    std::vector<int> claim_component;  // by claim
    std::map<int, int> sum_clique;     // number whose mean is claimed → the clique that sums it

    /// What the claim says about the number of people interviewed, if its base is everyone.
    [[nodiscard]] std::optional<long long> claimed_total(int claim) const;

    /// The atom of a variable in a cell. REQUIRES: the clique holds the variable.
    [[nodiscard]] int atom(int clique, std::size_t cell, int variable) const;
};

/// Fails if the questions depend on each other so much that the cells cannot be listed.
[[nodiscard]] Result<CountModel> count_model(SurveyModel survey);

/// The equations of one or all components of a count model for a number of people that is given or,
/// if not, one more unknown. Each claim's rows can be switched.
struct ComponentProgram {
    IntegerProgram program;
    std::vector<int> first_column;               // by clique; -1 outside the component
    int total_column = -1;                       // where the number of people is unknown
    std::map<int, std::vector<int>> sum_column;  // by number and cell of its clique: the sum over
                                                 // its people less the least it can be; else -1
};

/// `component` -1: all of them.
[[nodiscard]] ComponentProgram component_program(const CountModel& model,
                                                 int component,
                                                 std::optional<long long> total);

}  // namespace mtm
