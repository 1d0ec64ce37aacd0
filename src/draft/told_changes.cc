#include "draft/told_changes.h"

#include <cmath>
#include <optional>
#include <utility>

#include "draft/worth_telling.h"
#include "estimation/many_tests.h"

namespace mtm {
namespace {

// Of the difference of two shares of people drawn at random, pooled; two-sided.
std::optional<double> p_as_if_random(const ChangedFigure& changed) {
    const Estimate& now = changed.now.estimate;
    const Estimate& before = changed.before.estimate;
    if (now.base < smallest_base_compared || before.base < smallest_base_compared)
        return std::nullopt;
    const auto n = static_cast<double>(now.base);
    const auto m = static_cast<double>(before.base);
    const double pooled = static_cast<double>(now.n + before.n) / (n + m);
    const double variance = pooled * (1 - pooled) * (1 / n + 1 / m);
    if (!(variance > 0)) return std::nullopt;
    return std::erfc(std::abs(changed.difference) / 100 / std::sqrt(2 * variance));
}

}  // namespace

std::vector<bool> changes_worth_telling(const std::vector<Expression>& changes,
                                        RoundChanges& rounds) {
    for (const Expression& change : changes)
        rounds.expect(change.root);
    std::vector<bool> out(changes.size());
    std::vector<std::pair<std::size_t, double>> untested;  // and by how many points
    std::vector<double> p;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto changed = rounds.evaluate(changes[i]);
        if (!changed || !changed->change.estimate.value) continue;
        const auto released = rounds.release(*changed);
        if (!released->change.figure.estimate.value) continue;
        const ChangeVerdict verdict = rounds.verdict(changes[i]);
        if (verdict.answer != ChangeVerdict::Answer::unknown) {
            out[i] = verdict.answer == ChangeVerdict::Answer::yes &&
                     std::abs(changed->difference) >= 0.5;
            continue;
        }
        const auto chance = p_as_if_random(*changed);
        if (!chance) continue;
        untested.push_back({i, std::abs(changed->difference)});
        p.push_back(*chance);
    }
    const std::vector<double> adjusted = adjust_holm(p);
    for (std::size_t i = 0; i < untested.size(); ++i) {
        const auto& [change, points] = untested[i];
        out[change] = adjusted[i] < chance_of_a_family && points >= fewest_points_told;
    }
    return out;
}

}  // namespace mtm
