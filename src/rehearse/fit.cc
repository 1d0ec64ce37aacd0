#include "rehearse/fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/random.h"

namespace mtm {
namespace {

/// How common an atom is before any figure speaks.
double plain_weight(const Atom& atom, bool named_alone) {
    switch (atom.kind) {
        case Atom::Kind::choices:
            return named_alone ? 1.0 : 0.6;
        case Atom::Kind::numbers:
            return std::pow(std::min(atom.high - atom.low, 60.0) + 1, 0.7) / (1 + atom.low / 20);
        case Atom::Kind::exclusive:
            return named_alone ? 0.3 : 0.15;
        case Atom::Kind::blank:
            return 0.02;
        case Atom::Kind::yes:
            return 0.25;
        case Atom::Kind::not_asked:
        case Atom::Kind::text:
        case Atom::Kind::several:
        case Atom::Kind::no:
            break;
    }
    return 1.0;
}

class ComponentFit {
public:
    ComponentFit(const CountModel& model, int component, long long people, std::uint64_t seed)
        : model_(model),
          people_(people),
          random_(seed),
          component_(component_program(model, component, people)) {}

    bool fit_into(FittedCounts& out) {
        const std::vector<double> target =
            even_distribution(component_.program, starting_weights());
        for (int c = 0; c < static_cast<int>(target.size()); ++c) {
            if (target[static_cast<std::size_t>(c)] > 0) {
                pull(c, target[static_cast<std::size_t>(c)], 1);
            }
        }
        pull_sums(target);
        if (component_.program.solve() != IntegerProgram::Verdict::feasible) return false;
        read_into(out);
        return true;
    }

private:
    std::vector<double> starting_weights() {
        std::vector<double> weights(static_cast<std::size_t>(component_.program.columns()), 0);
        std::vector<std::vector<double>> by_atom;
        for (const Variable& variable : model_.survey.variables) {
            by_atom.emplace_back();
            for (const Atom& atom : variable.atoms) {
                const bool alone = atom.choices.size() <= 1;
                by_atom.back().push_back(plain_weight(atom, alone) *
                                         std::exp(0.15 * random_.normal()));
            }
        }
        for (std::size_t c = 0; c < model_.tree.cliques.size(); ++c) {
            const int first = component_.first_column[c];
            if (first < 0) continue;
            double total = 0;
            const std::vector<int>& held = model_.tree.cliques[c].variables;
            for (std::size_t cell = 0; cell < model_.cells[c].atoms.size(); ++cell) {
                double weight = 1;
                for (std::size_t i = 0; i < held.size(); ++i) {
                    const auto atom = static_cast<std::size_t>(model_.cells[c].atoms[cell][i]);
                    weight *= by_atom[static_cast<std::size_t>(held[i])][atom];
                }
                weights[static_cast<std::size_t>(first) + cell] = weight;
                total += weight;
            }
            for (std::size_t cell = 0; cell < model_.cells[c].atoms.size(); ++cell)
                weights[static_cast<std::size_t>(first) + cell] *=
                    static_cast<double>(people_) / total;
        }
        return weights;
    }

    /// Leaving the target costs, and leaving it by much costs more.
    void pull(int column, double target, double importance) {
        IntegerProgram& program = component_.program;
        const double whole = std::round(target);
        const double cost = importance / std::sqrt(whole + 1);
        const double near = std::max(1.0, std::round(0.05 * whole));
        Terms terms = {{column, 1.0}};
        for (const double sign : {1.0, -1.0}) {
            const int step = program.add_column(0, near);
            const int leap = program.add_column(0, IntegerProgram::infinity);
            program.set_cost(step, cost);
            program.set_cost(leap, 5 * cost);
            terms.emplace_back(step, sign);
            terms.emplace_back(leap, sign);
        }
        program.add_row(terms, whole, whole, IntegerProgram::always);
    }

    /// Sums of numbers are pulled to where the printed means lie.
    void pull_sums(const std::vector<double>& target) {
        for (const auto& [number, columns] : component_.sum_column) {
            const int clique = model_.sum_clique.at(number);
            const int first = component_.first_column[static_cast<std::size_t>(clique)];
            for (std::size_t cell = 0; cell < columns.size(); ++cell) {
                if (columns[cell] < 0) continue;
                const Atom& atom = atom_of(clique, cell, number);
                const double mean = mean_for(number, clique, cell)
                                        .value_or(atom.low + 0.35 * (atom.high - atom.low));
                const double excess = std::max(
                    0.0, atom.open ? mean - atom.low : std::min(mean, atom.high) - atom.low);
                const double people = target[static_cast<std::size_t>(first) + cell];
                const auto steps = static_cast<double>(
                    model_.survey.variables[static_cast<std::size_t>(number)].steps);
                pull(columns[cell], excess * steps * std::round(people), 0.05);
            }
        }
    }

    [[nodiscard]] const Atom& atom_of(int clique, std::size_t cell, int variable) const {
        const auto at = static_cast<std::size_t>(model_.atom(clique, cell, variable));
        return model_.survey.variables[static_cast<std::size_t>(variable)].atoms[at];
    }

    /// A printed mean whose people include the cell's.
    [[nodiscard]] std::optional<double> mean_for(int number, int clique, std::size_t cell) const {
        std::optional<double> mean;
        for (const Claim& claim : model_.survey.claims) {
            if (claim.mean_variable != number || !claim.figure->printed) continue;
            const auto at = [&](int v) { return model_.atom(clique, cell, v); };
            if (!holds(claim.part, at)) continue;
            mean = static_cast<double>(claim.figure->printed->value) /
                   static_cast<double>(claim.figure->printed->scale);
        }
        return mean;
    }

    void read_into(FittedCounts& out) const {
        const std::vector<double>& values = component_.program.values();
        for (std::size_t c = 0; c < model_.tree.cliques.size(); ++c) {
            const int first = component_.first_column[c];
            if (first < 0) continue;
            for (std::size_t cell = 0; cell < model_.cells[c].atoms.size(); ++cell)
                out.cells[c].push_back(
                    std::llround(values[static_cast<std::size_t>(first) + cell]));
        }
        for (const auto& [number, columns] : component_.sum_column) {
            const int clique = model_.sum_clique.at(number);
            std::vector<long long>& sums = out.sums[number];
            for (std::size_t cell = 0; cell < columns.size(); ++cell) {
                const long long count = out.cells[static_cast<std::size_t>(clique)][cell];
                const Variable& variable =
                    model_.survey.variables[static_cast<std::size_t>(number)];
                const auto low = std::llround(atom_of(clique, cell, number).low *
                                              static_cast<double>(variable.steps));
                sums.push_back(
                    columns[cell] < 0
                        ? 0
                        : low * count +
                              std::llround(values[static_cast<std::size_t>(columns[cell])]));
            }
        }
    }

    const CountModel& model_;
    long long people_;
    Random random_;
    ComponentProgram component_;
};

std::optional<FittedCounts> fit_people(const CountModel& model,
                                       long long people,
                                       std::uint64_t seed) {
    FittedCounts out;
    out.people = people;
    out.cells.resize(model.tree.cliques.size());
    for (int component = 0; component < model.tree.components; ++component) {
        const std::uint64_t own_seed = seed + 1000003U * static_cast<std::uint64_t>(component);
        if (!ComponentFit(model, component, people, own_seed).fit_into(out)) return std::nullopt;
    }
    return out;
}

/// How many people must have been interviewed where only counts of parts are printed.
std::optional<long long> fewest_people(const CountModel& model) {
    ComponentProgram all = component_program(model, -1, std::nullopt);
    all.program.set_cost(all.total_column, 1);
    if (all.program.solve() != IntegerProgram::Verdict::feasible) return std::nullopt;
    return std::llround(all.program.values()[static_cast<std::size_t>(all.total_column)]);
}

}  // namespace

Result<FittedCounts> fit(const CountModel& model, long long people, std::uint64_t seed) {
    std::set<long long> claimed;
    for (int claim = 0; claim < static_cast<int>(model.survey.claims.size()); ++claim) {
        if (const auto total = model.claimed_total(claim)) claimed.insert(*total);
    }
    if (claimed.size() > 1) {
        return Error{fmt::format("the figures say both that {} and that {} people were interviewed",
                                 *claimed.begin(),
                                 *claimed.rbegin())};
    }
    const long long wanted = claimed.empty() ? people : *claimed.begin();
    if (auto counts = fit_people(model, wanted, seed)) return *counts;
    const std::optional<long long> other =
        claimed.empty() ? fewest_people(model) : std::optional<long long>();
    if (other) {
        if (auto counts = fit_people(model, *other, seed)) return *counts;
    }
    return Error{fmt::format(
        "no {} interviews could give all of these figures at once; the audit says which of them to "
        "withdraw",
        wanted)};
}

}  // namespace mtm
