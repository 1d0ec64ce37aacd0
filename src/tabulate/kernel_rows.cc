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

// Numbers from the least to the most of those that a stage uses.
struct NumbersUsed {
    std::int64_t least = 0;
    std::uint64_t count = 1;

    explicit NumbersUsed(const std::vector<std::int32_t>& numbers) {
        if (numbers.empty()) return;
        const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
        least = *low;
        count = static_cast<std::uint64_t>(std::int64_t{*high} - least + 1);
    }

    [[nodiscard]] std::uint64_t of(std::int32_t number) const {
        return static_cast<std::uint64_t>(number - least);
    }
};

// By stratum, then unit, then row. Numbers that are not many more than the rows are counted, which
// is several times as fast as sorting.
std::vector<std::uint32_t> in_order_of_units(const SamplingStage& stage, std::size_t rows) {
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0U);
    if (stage.units.empty() && stage.strata.empty()) return order;
    NumbersUsed strata(stage.strata);
    NumbersUsed units(stage.units);
    if (stage.units.empty()) units.count = 1;  // rows stay in their order
    const auto unit_of = [&](std::uint32_t row) {
        return stage.units.empty() ? 0 : units.of(stage.units[row]);
    };
    if (units.count <= 4 * rows + 1024 && strata.count <= (4 * rows + 1024) / units.count) {
        std::vector<std::uint32_t> begin(strata.count * units.count + 1);
        const auto key_of = [&](std::uint32_t row) {
            return strata.of(stratum_at(stage, row)) * units.count + unit_of(row);
        };
        for (std::uint32_t row = 0; row < rows; ++row)
            ++begin[key_of(row) + 1];
        std::partial_sum(begin.begin(), begin.end(), begin.begin());
        for (std::uint32_t row = 0; row < rows; ++row)
            order[begin[key_of(row)]++] = row;
        return order;
    }
    std::ranges::stable_sort(order, {}, [&](std::uint32_t row) {
        return std::pair(stratum_at(stage, row), unit_of(row));
    });
    return order;
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
    const double per_one = std::ldexp(1.0, out.scale);
    const bool in_range = std::isfinite(per_one) && per_one > 0;
    for (const double weight : weights) {
        const double units = in_range ? weight * per_one : std::ldexp(weight, out.scale);
        const auto nearest = static_cast<std::int64_t>(units + 0.5);
        out.units.push_back(weight > 0 ? std::max<std::int64_t>(nearest, 1) : 0);
    }
    return out;
}

std::string KernelRows::obstacle(const SampleDesign& design) {
    if (design.stages.empty()) return {};
    if (!design.calibrations.empty()) return "the weights were calibrated to known totals";
    const SamplingStage& first = design.stages.front();
    const bool finite =
        std::ranges::any_of(first.population, [](double units) { return !std::isinf(units); });
    if (design.stages.size() > 1 && finite) return "later stages of selection add to the variance";
    if (design.lonely == LonelyUnits::certainty || design.lonely == LonelyUnits::average) return {};
    const KernelRows rows(design);
    const bool lonely = std::ranges::any_of(
        rows.strata(), [](const Stratum& stratum) { return stratum.units == 1; });
    return lonely ? "a stratum of one unit is set against those of others" : "";
}

std::unique_ptr<const KernelRows> KernelRows::of(const SampleDesign& design) {
    return obstacle(design).empty() ? std::make_unique<const KernelRows>(design) : nullptr;
}

KernelRows::KernelRows(const SampleDesign& design, double most) {
    if (design.stages.empty()) {
        order_ = in_order_of_units({}, design.weights.size());
        unit_of_row_.assign(order_.size(), 0);
    } else {
        order_ = in_order_of_units(design.stages.front(), design.weights.size());
        order_by_units(design.stages.front());
        make_factors(design.lonely);
    }
    std::vector<double> weights;
    weights.reserve(order_.size());
    for (const std::uint32_t row : order_)
        weights.push_back(design.weights[row]);
    weights_ = fixed_weights(weights, most);
}

void KernelRows::order_by_units(const SamplingStage& stage) {
    unit_of_row_.resize(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const std::uint32_t row = order_[i];
        const bool first = i == 0;
        const bool new_stratum =
            first || stratum_at(stage, row) != stratum_at(stage, order_[i - 1]);
        if (new_stratum) strata_.emplace_back();
        if (new_stratum || unit_at(stage, row) != unit_at(stage, order_[i - 1])) {
            ++strata_.back().units;
            stratum_of_unit_.push_back(static_cast<std::uint32_t>(strata_.size() - 1));
            const double population = stage.population.empty() ? INFINITY : stage.population[row];
            strata_.back().factor = std::isinf(population) ? 0 : 1 / population;
        }
        unit_of_row_[i] = static_cast<std::uint32_t>(stratum_of_unit_.size() - 1);
    }
}

void KernelRows::make_factors(LonelyUnits lonely) {
    std::size_t alone = 0;
    for (Stratum& stratum : strata_) {
        const auto n = static_cast<double>(stratum.units);
        const double left = 1 - n * stratum.factor;
        if (n < 2 && left >= fully_sampled) ++alone;
        stratum.factor = left < fully_sampled || n < 2 ? 0 : left * n / (n - 1);
    }
    if (lonely == LonelyUnits::average && alone < strata_.size()) {
        for_lonely_ =
            static_cast<double>(strata_.size()) / static_cast<double>(strata_.size() - alone);
    }
}

}  // namespace mtm
