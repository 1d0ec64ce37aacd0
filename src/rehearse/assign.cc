#include "rehearse/assign.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "base/result.h"

namespace mtm {
namespace {

/// Cells of a clique, each as often as it has people, by its atoms on the separator.
std::map<std::vector<int>, std::vector<std::size_t>> hands_of(const CountModel& model,
                                                              const FittedCounts& counts,
                                                              int clique) {
    const auto c = static_cast<std::size_t>(clique);
    std::map<std::vector<int>, std::vector<std::size_t>> hands;
    for (std::size_t cell = 0; cell < model.cells[c].atoms.size(); ++cell) {
        std::vector<int> at;
        for (const int variable : model.tree.cliques[c].separator)
            at.push_back(model.atom(clique, cell, variable));
        std::vector<std::size_t>& hand = hands[at];
        hand.insert(hand.end(), static_cast<std::size_t>(counts.cells[c][cell]), cell);
    }
    return hands;
}

/// Deals every person a cell of the clique that agrees with what is decided of them already.
std::vector<std::size_t> deal_cells(std::map<std::vector<int>, std::vector<std::size_t>> hands,
                                    const Clique& clique,
                                    const AssignedPeople& so_far,
                                    std::size_t people,
                                    Random& random) {
    for (auto& [at, hand] : hands)
        random.shuffle(hand);
    std::vector<std::size_t> cell_of(people);
    std::vector<int> at(clique.separator.size());
    for (std::size_t person = 0; person < people; ++person) {
        for (std::size_t i = 0; i < at.size(); ++i)
            at[i] = so_far.atoms[static_cast<std::size_t>(clique.separator[i])][person];
        std::vector<std::size_t>& hand = hands[at];
        CHECK(!hand.empty());
        cell_of[person] = hand.back();
        hand.pop_back();
    }
    return cell_of;
}

/// As numbers_adding_to(); numbers that need not be whole are tenths where that is possible, but
/// for one, which makes up the sum.
std::vector<long long> in_tenths(long long sum,
                                 long long count,
                                 std::pair<long long, long long> bounds,
                                 long long steps,
                                 std::uint64_t seed) {
    const auto [low, high] = bounds;
    const auto people = static_cast<std::size_t>(count);
    const long long unit = std::max(1LL, steps / 10);
    const long long rest = (sum % unit + unit) % unit;
    const auto coarse = static_cast<double>(unit);
    const long long least = std::llround(std::ceil(static_cast<double>(low) / coarse));
    const long long most = std::llround(std::floor(static_cast<double>(high) / coarse));
    const long long tenths = (sum - rest) / unit;
    if (tenths < least * count || tenths > most * count) {
        return numbers_adding_to(sum, people, low, high, seed);
    }
    std::vector<long long> out = numbers_adding_to(tenths, people, least, most, seed);
    for (long long& value : out)
        value *= unit;
    const auto smallest = std::min_element(out.begin(), out.end());
    if (smallest == out.end() || *smallest + rest > high) {
        return numbers_adding_to(sum, people, low, high, seed);
    }
    *smallest += rest;
    return out;
}

void deal_numbers(const CountModel& model,
                  const FittedCounts& counts,
                  int number,
                  const std::vector<std::size_t>& cell_of,
                  Random& random,
                  AssignedPeople& out) {
    const int clique = model.sum_clique.at(number);
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t person = 0; person < cell_of.size(); ++person)
        members[cell_of[person]].push_back(person);
    std::vector<long long>& values = out.numbers[number];
    values.assign(cell_of.size(), 0);
    for (const auto& [cell, people] : members) {
        const auto at = static_cast<std::size_t>(model.atom(clique, cell, number));
        const Variable& variable = model.survey.variables[static_cast<std::size_t>(number)];
        const Atom& atom = variable.atoms[at];
        if (atom.kind != Atom::Kind::numbers || !atom.is_answer) continue;
        const long long sum = counts.sums.at(number)[cell];
        const auto count = static_cast<long long>(people.size());
        const auto steps = static_cast<double>(variable.steps);
        long long high = std::llround(atom.high * steps);
        if (atom.open) high = std::max(high, 3 * (std::abs(sum) / count + 1));
        const std::vector<long long> drawn = in_tenths(
            sum, count, {std::llround(atom.low * steps), high}, variable.steps, random.bits());
        for (std::size_t i = 0; i < people.size(); ++i)
            values[people[i]] = drawn[i];
    }
}

}  // namespace

std::vector<long long> numbers_adding_to(
    long long sum, std::size_t count, long long low, long long high, std::uint64_t seed) {
    Random random(seed);
    std::vector<long long> out;
    if (count == 0) return out;
    const double mean = static_cast<double>(sum) / static_cast<double>(count);
    const double below = mean - static_cast<double>(low);
    const double above = static_cast<double>(high) - mean;
    for (std::size_t i = 0; i < count; ++i) {
        // Skewed to the right where the mean lies near the lower end, as ages and incomes do.
        const double z = random.normal();
        const double spread = z < 0 ? std::min(below, above) * 0.55 : std::min(above, below) * 0.75;
        const double value = mean + z * spread;
        out.push_back(std::clamp(std::llround(value), low, high));
    }
    long long missing = sum;
    for (const long long value : out)
        missing -= value;
    while (missing != 0) {
        const long long before = missing;
        const std::size_t start = random.below(count);
        for (std::size_t k = 0; k < count && missing != 0; ++k) {
            long long& value = out[(start + k) % count];
            if (missing > 0 && value < high) {
                ++value;
                --missing;
            } else if (missing < 0 && value > low) {
                --value;
                ++missing;
            }
        }
        CHECK(missing != before);
    }
    return out;
}

AssignedPeople assign(const CountModel& model, const FittedCounts& counts, std::uint64_t seed) {
    Random random(seed);
    const auto people = static_cast<std::size_t>(counts.people);
    AssignedPeople out;
    out.atoms.assign(model.survey.variables.size(), std::vector<int>(people, -1));
    for (int c = 0; c < static_cast<int>(model.tree.cliques.size()); ++c) {
        const Clique& clique = model.tree.cliques[static_cast<std::size_t>(c)];
        const std::vector<std::size_t> cell_of =
            deal_cells(hands_of(model, counts, c), clique, out, people, random);
        for (std::size_t i = 0; i < clique.variables.size(); ++i) {
            std::vector<int>& mine = out.atoms[static_cast<std::size_t>(clique.variables[i])];
            const std::vector<std::vector<int>>& cells =
                model.cells[static_cast<std::size_t>(c)].atoms;
            for (std::size_t person = 0; person < people; ++person)
                mine[person] = cells[cell_of[person]][i];
        }
        for (const auto& [number, home] : model.sum_clique) {
            if (home == c) deal_numbers(model, counts, number, cell_of, random, out);
        }
    }
    return out;
}

}  // namespace mtm
