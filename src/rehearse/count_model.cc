// Could any survey have printed these figures?
//
// A printed percentage is a claim about two counts of people: with n of B printed as p, rounded
// half away from zero, (2p-1)·B <= 200·n < (2p+1)·B. A joint table of all questions that meets
// every claim would answer the question, but it has more cells than there are atoms in the world.
// Claims, however, look at few questions at a time, and so does skip logic. So the model keeps one
// small table for each clique of variables that some claim or rule looks at together, and asks only
// that tables which share variables agree on them.
//
//     age 18–30 / 31+ · sex          sex · education           sex · sector · working
//         [4 cells]      ——sex——     [18 cells]     ——sex——     [26 cells]
//
// That loses nothing if the cliques form a junction tree: whole-number tables that agree on the
// separators always come from one table of whole people. Go from the root to the leaves; within
// each cell of a separator both sides hold the same number of people, so pair them off in any
// order. (Triangulation by least fill makes the cliques; see Lauritzen, Graphical Models, 1996,
// chapter 2, and Dobra and Fienberg, PNAS 97, 2000, on margins of decomposable models.)
//
// Combinations that skip logic forbids are no cells at all. What remains are linear equations in
// whole numbers, for a mixed-integer solver. Given the number of people, parts of the tree that
// share no variable are independent, and each is solved alone.
//
// It fails where too many questions hang together: a rule over eight questions of ten choices makes
// one clique of 10^8 cells. Conditions are therefore split at `and` and `or`, with a yes-or-no
// variable for each part, before that happens; count_model() says so if it did not help. Conditions
// that answers cannot decide (today(), repeats, arithmetic of several questions) are left free, so
// what the model calls impossible is impossible, but it may miss a contradiction through them.
// Means are exact for whole numbers that one clique holds; where several cliques hold them, only
// their sums agree.
//
// Tested by count_model_test.cc: against every table of a few people, and on a printed report.

#include "rehearse/count_model.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace mtm {
namespace {

constexpr std::size_t most_cells = 20000;

/// Lists the combinations of a clique's atoms that no rule inside the clique forbids.
class CellLister {
public:
    CellLister(const SurveyModel& survey,
               const Clique& clique,
               const std::vector<std::vector<int>>& rule_scopes)
        : survey_(survey), clique_(clique), rules_at_(clique.variables.size()) {
        for (std::size_t r = 0; r < survey.rules.size(); ++r) {
            const std::vector<int>& scope = rule_scopes[r];
            const auto& variables = clique.variables;
            if (!std::includes(variables.begin(), variables.end(), scope.begin(), scope.end())) {
                continue;
            }
            const std::size_t last = scope.empty() ? 0 : position(scope.back());
            rules_at_[last].push_back(&survey.rules[r]);
        }
    }

    /// False if there are too many.
    bool list(CliqueCells& out) {
        atoms_.assign(clique_.variables.size(), 0);
        return extend(0, out);
    }

private:
    [[nodiscard]] std::size_t position(int variable) const {
        const auto& variables = clique_.variables;
        return static_cast<std::size_t>(
            std::lower_bound(variables.begin(), variables.end(), variable) - variables.begin());
    }

    bool extend(std::size_t depth, CliqueCells& out) {
        if (depth == clique_.variables.size()) {
            out.atoms.push_back(atoms_);
            return out.atoms.size() <= most_cells;
        }
        const auto variable = static_cast<std::size_t>(clique_.variables[depth]);
        for (int atom = 0; atom < survey_.variables[variable].size(); ++atom) {
            atoms_[depth] = atom;
            const auto atom_of = [&](int v) { return atoms_[position(v)]; };
            const bool allowed = std::all_of(
                rules_at_[depth].begin(), rules_at_[depth].end(), [&](const Condition* rule) {
                    return holds(*rule, atom_of);
                });
            if (allowed && !extend(depth + 1, out)) return false;
        }
        return true;
    }

    const SurveyModel& survey_;
    const Clique& clique_;
    std::vector<std::vector<const Condition*>> rules_at_;  // by depth at which they are decided
    std::vector<int> atoms_;
};

std::vector<int> sizes_of(const std::vector<Variable>& variables) {
    std::vector<int> sizes;
    for (const Variable& variable : variables)
        sizes.push_back(std::max(1, variable.size()));
    return sizes;
}

}  // namespace

std::optional<long long> CountModel::claimed_total(int claim) const {
    const Claim& here = survey.claims[static_cast<std::size_t>(claim)];
    const bool everyone = here.base.kind == Condition::Kind::constant && here.base.value;
    return everyone ? here.figure->base_n : std::nullopt;
}

int CountModel::atom(int clique, std::size_t cell, int variable) const {
    const std::vector<int>& held = tree.cliques[static_cast<std::size_t>(clique)].variables;
    const auto at = std::lower_bound(held.begin(), held.end(), variable) - held.begin();
    return cells[static_cast<std::size_t>(clique)].atoms[cell][static_cast<std::size_t>(at)];
}

Result<CountModel> count_model(SurveyModel survey) {
    CountModel model;
    model.survey = std::move(survey);
    std::vector<std::vector<int>> rule_scopes;
    for (const Condition& rule : model.survey.rules)
        rule_scopes.push_back(scope(rule));
    std::vector<std::vector<int>> scopes = rule_scopes;
    std::map<int, std::vector<int>> sums;  // number → all that its means look at
    for (const Claim& claim : model.survey.claims) {
        scopes.push_back(claim.scope);
        std::vector<int>& sum = sums[claim.mean_variable];
        sum.insert(sum.end(), claim.scope.begin(), claim.scope.end());
    }
    sums.erase(-1);
    for (auto& [number, sum] : sums) {
        std::sort(sum.begin(), sum.end());
        sum.erase(std::unique(sum.begin(), sum.end()), sum.end());
        scopes.push_back(sum);
    }
    model.tree = junction_tree(sizes_of(model.survey.variables), scopes);
    for (const Clique& clique : model.tree.cliques) {
        CliqueCells cells;
        if (!CellLister(model.survey, clique, rule_scopes).list(cells)) {
            std::string names;
            for (const int v : clique.variables)
                names += " " + model.survey.variables[static_cast<std::size_t>(v)].name;
            return Error{fmt::format(
                "the figures tie too many questions together to count them all:{}", names)};
        }
        model.cells.push_back(std::move(cells));
    }
    for (const auto& [number, sum] : sums)
        model.sum_clique[number] = model.tree.host(sum);
    for (const Claim& claim : model.survey.claims) {
        const int host = claim.mean_variable >= 0 ? model.sum_clique.at(claim.mean_variable)
                                                  : model.tree.host(claim.scope);
        CHECK(host >= 0);
        model.claim_host.push_back(host);
        model.claim_component.push_back(
            model.tree.cliques[static_cast<std::size_t>(host)].component);
    }
    return model;
}

}  // namespace mtm
