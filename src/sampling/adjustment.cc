#include "sampling/adjustment.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace mtm {
namespace {

// Neighbouring cells that share a factor.
struct ResponseGroup {
    std::size_t first;
    double approached;
    double responded;
    int respondents;

    [[nodiscard]] double rate() const { return approached > 0 ? responded / approached : 1; }
};

bool too_thin(const ResponseGroup& group, const ResponseRule& rule) {
    if (group.approached <= 0) return false;
    return group.respondents < rule.fewest || group.approached > rule.largest * group.responded;
}

void join_with_neighbour(std::vector<ResponseGroup>& groups, std::size_t at) {
    const bool has_left = at > 0;
    const bool has_right = at + 1 < groups.size();
    bool left = has_left;
    if (has_left && has_right) {
        const double rate = groups[at].rate();
        left = std::abs(groups[at - 1].rate() - rate) <= std::abs(groups[at + 1].rate() - rate);
    }
    const std::size_t into = left ? at - 1 : at;
    ResponseGroup& group = groups[into];
    const ResponseGroup& gone = groups[into + 1];
    group.approached += gone.approached;
    group.responded += gone.responded;
    group.respondents += gone.respondents;
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(into) + 1);
}

// The thinnest group that the rule does not let stand, or none.
std::size_t thinnest(const std::vector<ResponseGroup>& groups, const ResponseRule& rule) {
    std::size_t out = groups.size();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!too_thin(groups[g], rule)) continue;
        if (out == groups.size() || groups[g].respondents < groups[out].respondents) out = g;
    }
    return out;
}

}  // namespace

Result<std::vector<double>> base_weights(std::span<const double> probabilities) {
    std::vector<double> out;
    out.reserve(probabilities.size());
    for (std::size_t row = 0; row < probabilities.size(); ++row) {
        const double p = probabilities[row];
        if (!(p > 0 && p <= 1))
            return Error{fmt::format("row {}: a chance of selection of {}", row + 1, p)};
        out.push_back(1 / p);
    }
    return out;
}

Result<ResponseFactors> response_factors(std::span<const double> approached,
                                         std::span<const double> responded,
                                         std::span<const int> respondents,
                                         const ResponseRule& rule) {
    CHECK(approached.size() == responded.size() && approached.size() == respondents.size());
    if (std::accumulate(responded.begin(), responded.end(), 0.0) <= 0)
        return Error{"nobody responded"};
    std::vector<ResponseGroup> groups;
    for (std::size_t cell = 0; cell < approached.size(); ++cell)
        groups.push_back({cell, approached[cell], responded[cell], respondents[cell]});
    while (groups.size() > 1) {
        const std::size_t at = thinnest(groups, rule);
        if (at == groups.size()) break;
        join_with_neighbour(groups, at);
    }
    ResponseFactors out;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const std::size_t end = g + 1 < groups.size() ? groups[g + 1].first : approached.size();
        for (std::size_t cell = groups[g].first; cell < end; ++cell) {
            out.factors.push_back(
                groups[g].responded > 0 ? groups[g].approached / groups[g].responded : 0);
            out.joined_to.push_back(static_cast<int>(groups[g].first));
        }
    }
    return out;
}

Result<TrimmedWeights> trim_weights(std::span<const double> weights, const TrimRule& rule) {
    TrimmedWeights out{{weights.begin(), weights.end()}, 0};
    std::vector<std::uint8_t> was_cut(weights.size(), 0);
    for (;;) {
        double excess = 0;
        std::size_t outside = 0;
        for (std::size_t row = 0; row < weights.size(); ++row) {
            double& weight = out.weights[row];
            if (weight >= rule.lower && weight <= rule.upper) continue;
            const double bound = std::clamp(weight, rule.lower, rule.upper);
            excess += weight - bound;
            weight = bound;
            was_cut[row] = 1;
            ++outside;
        }
        if (outside == 0) break;
        const auto others = std::ranges::count(was_cut, 0);
        if (others == 0)
            return Error{fmt::format(
                "no weights between {} and {} have the sum of these", rule.lower, rule.upper)};
        for (std::size_t row = 0; row < weights.size(); ++row) {
            if (was_cut[row] == 0) out.weights[row] += excess / static_cast<double>(others);
        }
        if (rule.repeat == TrimRule::Repeat::once) break;
    }
    out.cut = static_cast<std::size_t>(std::ranges::count(was_cut, 1));
    return out;
}

}  // namespace mtm
