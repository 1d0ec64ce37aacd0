#include "sampling/rds_diagnostics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mtm {

std::vector<WaveCount> count_waves(const RecruitmentTree& tree) {
    std::vector<WaveCount> out(static_cast<std::size_t>(tree.waves()));
    for (std::size_t wave = 0; wave < out.size(); ++wave)
        out[wave].wave = static_cast<int>(wave);
    for (std::size_t row = 0; row < tree.size(); ++row) {
        WaveCount& wave = out[row_index(tree.wave(row))];
        const int recruits = static_cast<int>(tree.recruits(row).size());
        ++wave.interviews;
        wave.recruiters += recruits > 0;
        wave.recruits += recruits;
    }
    return out;
}

std::vector<SeedChain> seed_chains(const RecruitmentTree& tree) {
    std::vector<SeedChain> out;
    std::vector<std::size_t> chain_of(tree.size(), 0);
    for (const std::int32_t seed : tree.seeds()) {
        chain_of[row_index(seed)] = out.size();
        out.push_back({.seed = seed});
    }
    for (std::size_t row = 0; row < tree.size(); ++row) {
        SeedChain& chain = out[chain_of[row_index(tree.seed(row))]];
        ++chain.interviews;
        chain.waves = std::max(chain.waves, static_cast<int>(tree.wave(row)));
    }
    return out;
}

RecruitmentHomophily recruitment_homophily(const RecruitmentTree& tree,
                                           std::span<const std::int32_t> codes,
                                           std::size_t groups) {
    RecruitmentHomophily out{.recruitments = recruitment_counts(tree, codes, groups),
                             .overall = {},
                             .by_group = std::vector<std::optional<double>>(groups)};
    const std::vector<double>& counts = out.recruitments.counts;
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    double within = 0;
    double expected = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        double made = 0;
        double of_group = 0;
        for (std::size_t h = 0; h < groups; ++h) {
            made += counts[g * groups + h];
            of_group += counts[h * groups + g];
        }
        const double by_chance = all > 0 ? made * of_group / all : 0;
        within += counts[g * groups + g];
        expected += by_chance;
        if (by_chance > 0) out.by_group[g] = counts[g * groups + g] / by_chance;
    }
    if (expected > 0) out.overall = within / expected;
    return out;
}

namespace {

// Of one group against all others. `to_group` is of each row the share of its recruits who are in
// the group, and -1 where it recruited nobody of the base.
std::optional<double> homophily_against_others(std::span<const double> degrees,
                                               std::span<const double> weights,
                                               std::span<const std::int32_t> codes,
                                               std::int32_t group,
                                               const std::vector<double>& to_group) {
    double all = 0;
    double in = 0;
    double ties_in = 0;
    double ties_out = 0;
    double across = 0;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (codes[row] < 0 || to_group[row] < 0) continue;
        const bool member = codes[row] == group;
        all += weights[row];
        in += member ? weights[row] : 0;
        (member ? ties_in : ties_out) += weights[row] * degrees[row];
        across += weights[row] * degrees[row] * (member ? 1 - to_group[row] : to_group[row]);
    }
    // Twice p·D₁·(1−p)·D₀ over the mean degree, the ties expected; each is seen from both ends.
    if (!(in > 0) || !(all - in > 0) || !(across > 0)) return std::nullopt;
    return 2 * ties_in * ties_out / (across * (ties_in + ties_out));
}

}  // namespace

std::vector<std::optional<double>> population_homophily(const RecruitmentTree& tree,
                                                        std::span<const double> degrees,
                                                        std::span<const double> weights,
                                                        std::span<const std::int32_t> codes,
                                                        std::size_t groups) {
    std::vector<std::optional<double>> out;
    std::vector<double> to_group(codes.size());
    for (std::size_t g = 0; g < groups; ++g) {
        const auto group = static_cast<std::int32_t>(g);
        for (std::size_t row = 0; row < codes.size(); ++row) {
            double recruits = 0;
            double of_group = 0;
            for (const std::int32_t recruit : tree.recruits(row)) {
                const std::int32_t code = codes[row_index(recruit)];
                recruits += code >= 0;
                of_group += code == group;
            }
            to_group[row] = recruits > 0 ? of_group / recruits : -1;
        }
        out.push_back(homophily_against_others(degrees, weights, codes, group, to_group));
    }
    return out;
}

GrowingEstimate growing_estimate(std::span<const std::int32_t> rows,
                                 std::span<const double> weights,
                                 std::span<const std::int32_t> codes,
                                 std::size_t groups) {
    GrowingEstimate out{.interviews = {}, .shares = std::vector<std::vector<double>>(groups)};
    std::vector<double> sums(groups, 0);
    double base = 0;
    for (const std::int32_t row : rows) {
        const std::int32_t code = codes[row_index(row)];
        if (code < 0 || !(weights[row_index(row)] > 0)) continue;
        sums[row_index(code)] += weights[row_index(row)];
        base += weights[row_index(row)];
        out.interviews.push_back(static_cast<int>(out.interviews.size()) + 1);
        for (std::size_t g = 0; g < groups; ++g)
            out.shares[g].push_back(sums[g] / base);
    }
    return out;
}

std::vector<GrowingEstimate> growing_estimates_by_seed(const RecruitmentTree& tree,
                                                       std::span<const std::int32_t> rows,
                                                       std::span<const double> weights,
                                                       std::span<const std::int32_t> codes,
                                                       std::size_t groups) {
    std::vector<std::vector<std::int32_t>> by_seed(tree.size());
    for (const std::int32_t row : rows)
        by_seed[row_index(tree.seed(row_index(row)))].push_back(row);
    std::vector<GrowingEstimate> out;
    for (const std::int32_t seed : tree.seeds())
        out.push_back(growing_estimate(by_seed[row_index(seed)], weights, codes, groups));
    return out;
}

std::vector<std::int32_t> sample_order(std::span<const double> when) {
    std::vector<std::int32_t> rows(when.size());
    std::iota(rows.begin(), rows.end(), 0);
    std::ranges::stable_sort(rows, [&](std::int32_t a, std::int32_t b) {
        const double first = when[row_index(a)];
        const double second = when[row_index(b)];
        if (std::isnan(first) || std::isnan(second))
            return !std::isnan(first) && std::isnan(second);
        return first < second;
    });
    return rows;
}

}  // namespace mtm
