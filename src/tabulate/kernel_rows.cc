#include "tabulate/kernel_rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace mtm {
namespace {

std::int32_t stratum_at(const SamplingStage& stage, std::size_t row) {
    return stage.strata.empty() ? 0 : stage.strata[row];
}

std::int32_t unit_at(const SamplingStage& stage, std::size_t row) {
    return stage.units.empty() ? static_cast<std::int32_t>(row) : stage.units[row];
}

}  // namespace

double FixedWeights::worth() const {
    return std::ldexp(1.0, -scale);
}

FixedWeights fixed_weights(std::span<const double> weights, double most) {
    double sum = most;
    if (sum <= 0) {
        for (const double weight : weights)
            sum += weight;
    }
    int exponent = 0;
    (void)std::frexp(sum, &exponent);
    FixedWeights out;
    out.scale = 61 - exponent;
    out.units.reserve(weights.size());
    for (const double weight : weights)
        out.units.push_back(std::llround(std::ldexp(weight, out.scale)));
    return out;
}

std::unique_ptr<const KernelRows> KernelRows::of(const SampleDesign& design) {
    if (!design.calibrations.empty()) return nullptr;
    if (design.stages.size() > 1 && !design.stages[0].population.empty()) return nullptr;
    auto rows = std::make_unique<const KernelRows>(design);
    const bool lonely = std::ranges::any_of(
        rows->strata(), [](const Stratum& stratum) { return stratum.units == 1; });
    return lonely && design.lonely != LonelyUnits::certainty ? nullptr : std::move(rows);
}

KernelRows::KernelRows(const SampleDesign& design) : order_(design.weights.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    unit_of_row_.assign(order_.size(), 0);
    if (!design.stages.empty()) {
        const SamplingStage& stage = design.stages.front();
        std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
        keys.reserve(order_.size());
        for (const std::uint32_t row : order_) {
            const auto stratum = static_cast<std::uint32_t>(stratum_at(stage, row));
            const auto unit = static_cast<std::uint32_t>(unit_at(stage, row));
            keys.emplace_back((std::uint64_t{stratum} << 32) | unit, row);
        }
        std::ranges::sort(keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            order_[i] = keys[i].second;
            const bool first = i == 0;
            if (first || keys[i].first >> 32 != keys[i - 1].first >> 32) strata_.emplace_back();
            if (first || keys[i].first != keys[i - 1].first) {
                ++strata_.back().units;
                stratum_of_unit_.push_back(static_cast<std::uint32_t>(strata_.size() - 1));
                const double population =
                    stage.population.empty() ? INFINITY : stage.population[order_[i]];
                strata_.back().factor = std::isinf(population) ? 0 : 1 / population;
            }
            unit_of_row_[i] = static_cast<std::uint32_t>(stratum_of_unit_.size() - 1);
        }
        for (Stratum& stratum : strata_) {
            const auto n = static_cast<double>(stratum.units);
            const double left = 1 - n * stratum.factor;
            stratum.factor = left < fully_sampled || n < 2 ? 0 : left * n / (n - 1);
        }
    }
    std::vector<double> weights;
    weights.reserve(order_.size());
    for (const std::uint32_t row : order_)
        weights.push_back(design.weights[row]);
    weights_ = fixed_weights(weights);
}

}  // namespace mtm
