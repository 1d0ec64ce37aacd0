// Which figures of a report cannot all be true?
//
// The search goes back and forth between two small problems. The oracle (count_model.h) says of a
// set of figures whether whole numbers of people can satisfy all of them. Where they cannot, a
// minimal conflict is taken out: figures that clash, but no longer do when any one of them is
// dropped. Whoever mends the report must withdraw at least one figure of each conflict, so the
// smallest set that hits all conflicts found so far is a lower bound; if without it the rest can
// hold, it is the answer, and if not, there is a conflict that was not known yet.
//
//     A: 60% are men (of 100)      conflict {A, B}: hit with A, say
//     B: 55% are women (of 100)    without A the rest still clashes: conflict {B, C}
//     C: 60 of them are men        smallest set that hits both: {B}; the rest can hold
//
// The answer is the only one if, with that very set forbidden, the search needs more figures.
// Components of the model have no conflict in common once the number of interviews is fixed, so
// each is searched alone. That number is itself a claim, made by each figure whose base is
// everyone: the search tries each number that is claimed, and none of them, with the price of the
// figures that claim another.
//
// It fails, by growing slow, when conflicts are many and overlap like a dense graph (hitting sets
// are NP-hard), or when the solver needs deep branching to see that fractions work and whole
// numbers do not. Published reports have few contradictions. See Reiter, Artificial Intelligence
// 32, 1987; Davies and Bacchus, CP 2011, for implicit hitting sets; Junker, AAAI 2004, for
// QuickXplain; and for the idea of asking whether any data could have given printed numbers, Brown
// and Heathers, “The GRIM test”, 2017. Tested by audit_test.cc.

#include "rehearse/audit.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "rehearse/conflicts.h"

namespace mtm {
namespace {

using Total = std::optional<long long>;

/// Answers whether claims can all hold, keeping programs and their last bases warm.
class ClaimOracle {
public:
    explicit ClaimOracle(const CountModel& model) : model_(model) {}

    /// As if `total` people had been interviewed (nothing: any number). `component` -1: all of
    /// them.
    std::optional<std::vector<int>> clash(const std::vector<int>& claims,
                                          int component,
                                          Total total) {
        ComponentProgram& here = program(component, total);
        std::vector<bool> active(model_.survey.claims.size(), false);
        for (const int claim : claims)
            active[static_cast<std::size_t>(claim)] = true;
        here.program.set_active(active);
        ++solved;
        if (here.program.relaxation() == IntegerProgram::Verdict::infeasible) {
            return proof(here, claims, component, total);
        }
        const IntegerProgram::Verdict verdict = here.program.solve();
        if (verdict == IntegerProgram::Verdict::unknown) certain = false;
        if (verdict != IntegerProgram::Verdict::infeasible) return std::nullopt;
        return claims;
    }

    int solved = 0;
    bool certain = true;

private:
    ComponentProgram& program(int component, Total total) {
        auto& kept = programs_[{component, total}];
        if (!kept)
            kept = std::make_unique<ComponentProgram>(component_program(model_, component, total));
        return *kept;
    }

    /// The claims that a proof of impossibility uses, if they check out.
    std::vector<int> proof(ComponentProgram& here,
                           const std::vector<int>& claims,
                           int component,
                           Total total) {
        const std::vector<int> used = here.program.groups_of_proof();
        if (used.empty() || used.size() >= claims.size()) return claims;
        std::vector<bool> active(model_.survey.claims.size(), false);
        for (const int claim : used)
            active[static_cast<std::size_t>(claim)] = true;
        ComponentProgram& again = program(component, total);
        again.program.set_active(active);
        ++solved;
        return again.program.relaxation() == IntegerProgram::Verdict::infeasible ? used : claims;
    }

    const CountModel& model_;
    std::map<std::pair<int, Total>, std::unique_ptr<ComponentProgram>> programs_;
};

/// What must go if so many people were interviewed (nothing: a number that no figure claims).
struct Option {
    Total total;
    std::vector<int> withdrawn;
    bool unique = true;
};

class AuditSearch {
public:
    explicit AuditSearch(const CountModel& model) : model_(model), oracle_(model) {
        for (int claim = 0; claim < static_cast<int>(model.survey.claims.size()); ++claim) {
            if (const Total total = model.claimed_total(claim)) by_total_[*total].push_back(claim);
        }
    }

    Audit run() {
        for (const Total& total : totals()) {
            const std::size_t most = best_ ? best_->withdrawn.size() : model_.survey.claims.size();
            std::optional<Option> option = option_for(total, most);
            if (!option) continue;
            if (!best_ || option->withdrawn.size() < best_->withdrawn.size()) {
                best_ = std::move(option);
            } else if (option->withdrawn != best_->withdrawn) {
                best_->unique = false;
            }
        }
        return report();
    }

private:
    /// The most claimed first, then “none of them”.
    [[nodiscard]] std::vector<Total> totals() const {
        std::vector<std::pair<std::size_t, Total>> order;
        for (const auto& [total, claims] : by_total_)
            order.emplace_back(claims.size(), total);
        std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.first > b.first;
        });
        std::vector<Total> out;
        for (const auto& [count, total] : order)
            out.push_back(total);
        out.emplace_back(std::nullopt);
        return out;
    }

    std::optional<Option> option_for(Total total, std::size_t most) {
        Option option{total, {}, true};
        std::vector<std::vector<int>> left(total ? static_cast<std::size_t>(model_.tree.components)
                                                 : 1);
        for (int claim = 0; claim < static_cast<int>(model_.survey.claims.size()); ++claim) {
            const Total claimed = model_.claimed_total(claim);
            if (claimed && claimed != total) {
                option.withdrawn.push_back(claim);
            } else {
                const int component =
                    total ? model_.claim_component[static_cast<std::size_t>(claim)] : 0;
                left[static_cast<std::size_t>(component)].push_back(claim);
            }
        }
        if (option.withdrawn.size() > most) return std::nullopt;
        for (std::size_t c = 0; c < left.size(); ++c) {
            const int component = total ? static_cast<int>(c) : -1;
            const Oracle oracle = [&](const std::vector<int>& claims) {
                return oracle_.clash(claims, component, total);
            };
            const auto hitting = fewest_withdrawn(left[c], oracle, most - option.withdrawn.size());
            if (!hitting) return std::nullopt;
            option.withdrawn.insert(
                option.withdrawn.end(), hitting->withdrawn.begin(), hitting->withdrawn.end());
            option.unique = option.unique && hitting->unique;
        }
        std::sort(option.withdrawn.begin(), option.withdrawn.end());
        return option;
    }

    Audit report() {
        Audit out;
        out.anybody_passes = best_.has_value();
        if (!best_) return out;
        std::vector<int> kept;
        for (int claim = 0; claim < static_cast<int>(model_.survey.claims.size()); ++claim) {
            const auto& gone = best_->withdrawn;
            if (!std::binary_search(gone.begin(), gone.end(), claim)) kept.push_back(claim);
        }
        out.total = best_->total;
        out.unique = best_->unique;
        for (const int claim : best_->withdrawn)
            out.withdrawals.push_back({claim, clash_of(claim, kept)});
        out.certain = oracle_.certain;
        out.programs_solved = oracle_.solved;
        return out;
    }

    /// Whether claims of one component, and perhaps one more that only gives the number of people,
    /// can hold: with the number that they claim, or with any if they claim none.
    std::optional<std::vector<int>> clash_freely(const std::vector<int>& claims, int component) {
        std::set<long long> claimed;
        std::vector<int> inside;
        for (const int claim : claims) {
            if (const Total total = model_.claimed_total(claim)) claimed.insert(*total);
            if (model_.claim_component[static_cast<std::size_t>(claim)] == component) {
                inside.push_back(claim);
            }
        }
        if (claimed.size() > 1) return claims;
        const Total total = claimed.empty() ? Total() : Total(*claimed.begin());
        if (oracle_.clash(inside, component, total)) return claims;
        return std::nullopt;
    }

    std::vector<int> clash_of(int claim, const std::vector<int>& kept) {
        const int component = model_.claim_component[static_cast<std::size_t>(claim)];
        std::vector<int> nearby;
        int witness = -1;
        for (const int other : kept) {
            if (model_.claim_component[static_cast<std::size_t>(other)] == component) {
                nearby.push_back(other);
            } else if (witness < 0 && model_.claimed_total(other)) {
                witness = other;
            }
        }
        const Oracle oracle = [&](const std::vector<int>& claims) {
            return clash_freely(claims, component);
        };
        const auto clashes = [&](std::vector<int> others) {
            others.push_back(claim);
            std::sort(others.begin(), others.end());
            return oracle(others).has_value();
        };
        if (!clashes(nearby) && witness >= 0) nearby.push_back(witness);
        if (!clashes(nearby)) return everywhere(claim, kept);
        nearby = narrowed(claim, nearby, component);
        std::sort(nearby.begin(), nearby.end());
        return minimal_conflict(nearby, {claim}, oracle);
    }

    /// Fewer candidates, if a proof of impossibility names them.
    std::vector<int> narrowed(int claim, const std::vector<int>& nearby, int component) {
        std::vector<int> inside = {claim};
        std::vector<int> rest;
        Total total = model_.claimed_total(claim);
        for (const int other : nearby) {
            if (!total) total = model_.claimed_total(other);
            const bool here = model_.claim_component[static_cast<std::size_t>(other)] == component;
            (here ? inside : rest).push_back(other);
        }
        std::sort(inside.begin(), inside.end());
        const auto proof = oracle_.clash(inside, component, total);
        if (!proof) return nearby;
        std::vector<int> candidates = rest;
        bool says_total = model_.claimed_total(claim) == total || !rest.empty();
        for (const int other : *proof) {
            if (other == claim) continue;
            candidates.push_back(other);
            says_total = says_total || model_.claimed_total(other).has_value();
        }
        for (const int other : nearby) {
            if (says_total || !model_.claimed_total(other)) continue;
            candidates.push_back(other);
            says_total = true;
        }
        return candidates;
    }

    /// Where no number of people is claimed, components hang together through it.
    std::vector<int> everywhere(int claim, const std::vector<int>& kept) {
        const Oracle oracle = [&](const std::vector<int>& claims) {
            return oracle_.clash(claims, -1, std::nullopt);
        };
        std::vector<int> all = kept;
        all.push_back(claim);
        std::sort(all.begin(), all.end());
        if (!oracle(all)) return {};
        return minimal_conflict(kept, {claim}, oracle);
    }

    const CountModel& model_;
    ClaimOracle oracle_;
    std::map<long long, std::vector<int>> by_total_;
    std::optional<Option> best_;
};

}  // namespace

Audit audit(const CountModel& model) {
    return AuditSearch(model).run();
}

}  // namespace mtm
