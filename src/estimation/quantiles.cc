#include "estimation/quantiles.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mtm {

std::optional<double> weighted_quantile(std::span<const double> x,
                                        std::span<const double> weights,
                                        double p,
                                        QuantileRule rule,
                                        std::span<const std::uint8_t> domain) {
    std::vector<std::pair<double, double>> rows;  // number, weight
    for (std::size_t r = 0; r < weights.size(); ++r) {
        if (weights[r] == 0 || (!domain.empty() && domain[r] == 0)) continue;
        rows.emplace_back(x[r], weights[r]);
    }
    if (rows.empty()) return std::nullopt;
    std::ranges::stable_sort(rows, {}, [](const auto& row) { return row.first; });
    long double sum = 0;
    for (const auto& [number, weight] : rows)
        sum += weight;
    const auto all = static_cast<double>(sum);
    // The last row up to which no more than p of the weights lies; exact equality is looked for as
    // R looks for it, in sums of the same precision, so that both decide the same way.
    sum = 0;
    double reached = 0;
    std::size_t after = 0;
    for (const auto& [number, weight] : rows) {
        sum += weight;
        if (static_cast<double>(sum) > p * all) break;
        reached = static_cast<double>(sum);
        ++after;
    }
    if (after == 0) return rows.front().first;
    const std::size_t next = std::min(after, rows.size() - 1);
    if (p - reached / all != 0) return rows[next].first;
    const double low = rows[after - 1].first;
    return rule == QuantileRule::math ? low : (low + rows[next].first) / 2;
}

std::optional<QuantileEstimate> estimate_quantile(std::span<const double> weights,
                                                  std::span<const double> x,
                                                  double p,
                                                  double t,
                                                  QuantileRule rule,
                                                  std::span<const std::uint8_t> domain,
                                                  const ShareLimits& limits) {
    const auto value = weighted_quantile(x, weights, p, rule, domain);
    if (!value) return std::nullopt;
    QuantileEstimate out;
    out.value = *value;
    std::vector<double> below(x.size());
    for (std::size_t r = 0; r < x.size(); ++r)
        below[r] = x[r] <= *value ? 1 : 0;
    const auto shares = limits(below);
    if (!shares || shares->low < 0 || shares->high > 1) return out;
    const auto low = weighted_quantile(x, weights, shares->low, rule, domain);
    const auto high = weighted_quantile(x, weights, shares->high, rule, domain);
    out.interval = ConfidenceInterval{*low, *high};
    out.standard_error = (*high - *low) / (2 * t);
    return out;
}

std::optional<QuantileEstimate> estimate_quantile(const TaylorVariance& design,
                                                  std::span<const double> x,
                                                  double p,
                                                  double df,
                                                  IntervalMethod method,
                                                  QuantileRule rule,
                                                  std::span<const std::uint8_t> domain,
                                                  double level) {
    const std::vector<double>& weights = design.design().weights;
    double rows = 0;
    for (std::size_t r = 0; r < x.size(); ++r)
        rows += weights[r] != 0 && (domain.empty() || domain[r] != 0) ? 1 : 0;
    const auto limits = [&](std::span<const double> below) -> std::optional<ConfidenceInterval> {
        const auto share = linearized_mean(weights, below, domain);
        if (!share || !(df > 0)) return std::nullopt;
        const double variance = design.variance(share->influence, domain);
        return interval_of_proportion({share->value, variance, df, rows}, method, level);
    };
    const double t = df > 0 ? t_quantile((1 + level) / 2, df) : 1;
    return estimate_quantile(weights, x, p, t, rule, domain, limits);
}

}  // namespace mtm
