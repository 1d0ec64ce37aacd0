#include "tabulate/kernel_rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

std::int32_t stratum_at(const SamplingStage& stage, std::size_t row) {
    return stage.strata.empty() ? 0 : stage.strata[row];
}

// Numbers from the least to the most of those that a stage uses.
struct NumbersUsed {
    std::int64_t least = 0;
    std::uint64_t count = 1;

    NumbersUsed(const std::vector<std::int32_t>& numbers, int threads) {
        if (numbers.empty()) return;
        std::mutex joining;
        std::int32_t low = numbers.front();
        std::int32_t high = low;
        in_ranges(numbers.size(), threads, [&](std::size_t begin, std::size_t end) {
            std::int32_t my_low = numbers[begin];
            std::int32_t my_high = my_low;
            for (std::size_t i = begin; i < end; ++i) {
                my_low = std::min(my_low, numbers[i]);
                my_high = std::max(my_high, numbers[i]);
            }
            const std::scoped_lock lock(joining);
            low = std::min(low, my_low);
            high = std::max(high, my_high);
        });
        least = low;
        count = static_cast<std::uint64_t>(std::int64_t{high} - least + 1);
    }

    [[nodiscard]] std::uint64_t of(std::int32_t number) const {
        return static_cast<std::uint64_t>(number - least);
    }
};

// Whether numbers of so many are better counted than sorted.
bool are_few(std::uint64_t numbers, std::size_t rows) {
    return numbers <= 4 * rows + 1024;
}

constexpr std::size_t rows_added_at_once = 4096;

// Block by block, so that the sum is the same with any number of threads.
double sum_of(std::span<const double> weights, int threads) {
    const std::size_t blocks = (weights.size() + rows_added_at_once - 1) / rows_added_at_once;
    std::vector<double> sums(blocks);
    const auto add_blocks = [&](std::size_t begin, std::size_t end) {
        for (std::size_t block = begin; block < end; ++block) {
            const std::size_t first = block * rows_added_at_once;
            const std::size_t last = std::min(weights.size(), first + rows_added_at_once);
            sums[block] = std::accumulate(weights.begin() + static_cast<std::ptrdiff_t>(first),
                                          weights.begin() + static_cast<std::ptrdiff_t>(last),
                                          0.0);
        }
    };
    in_ranges(blocks, threads, add_blocks, few_rows / rows_added_at_once);
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

}  // namespace

double FixedWeights::worth() const {
    return std::ldexp(1.0, -scale);
}

FixedWeights fixed_weights(std::span<const double> weights, double most, int threads) {
    const double sum = most > 0 ? most : sum_of(weights, threads);
    int exponent = 0;
    (void)std::frexp(sum, &exponent);
    FixedWeights out;
    out.scale = 61 - exponent;
    out.units.resize(weights.size());
    const double per_one = std::ldexp(1.0, out.scale);
    const bool in_range = std::isfinite(per_one) && per_one > 0;
    in_ranges(weights.size(), threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const double weight = weights[i];
            const double units = in_range ? weight * per_one : std::ldexp(weight, out.scale);
            // NOLINTNEXTLINE(bugprone-incorrect-roundings): not negative, and a call is slower
            const auto nearest = static_cast<std::int64_t>(units + 0.5);
            out.units[i] = weight > 0 ? std::max<std::int64_t>(nearest, 1) : 0;
        }
    });
    return out;
}

namespace {

// What is known before units are counted.
std::string obstacle_in(const SampleDesign& design) {
    if (design.stages.empty()) return {};
    if (!design.calibrations.empty()) return "the weights were calibrated to known totals";
    const SamplingStage& first = design.stages.front();
    const bool finite =
        std::ranges::any_of(first.population, [](double units) { return !std::isinf(units); });
    if (design.stages.size() > 1 && finite) return "later stages of selection add to the variance";
    return {};
}

}  // namespace

std::string KernelRows::obstacle(const SampleDesign& design) {
    std::string out;
    (void)of(design, 1, out);
    return out;
}

std::unique_ptr<const KernelRows> KernelRows::of(const SampleDesign& design,
                                                 int threads,
                                                 std::string& obstacle) {
    obstacle = obstacle_in(design);
    if (!obstacle.empty()) return nullptr;
    auto rows = std::make_unique<const KernelRows>(design, 0, threads);
    if (design.lonely == LonelyUnits::certainty || design.lonely == LonelyUnits::average)
        return rows;
    const bool lonely = std::ranges::any_of(
        rows->strata(), [](const Stratum& stratum) { return stratum.units == 1; });
    if (!lonely) return rows;
    obstacle = "a stratum of one unit is set against those of others";
    return nullptr;
}

KernelRows::KernelRows(const SampleDesign& design, double most, int threads)
    : weights_by_row_(fixed_weights(design.weights, most, threads)),
      ordered_(std::make_unique<Ordered>()) {
    if (design.stages.empty()) return;
    const SamplingStage& stage = design.stages.front();
    if (stage.units.empty()) {
        number_rows_as_units(stage, design.weights.size());
    } else {
        number_units(stage, design.weights.size(), threads);
    }
    make_factors(design.lonely);
}

void KernelRows::add_unit(bool new_stratum, double population) {
    if (new_stratum) strata_.emplace_back();
    ++strata_.back().units;
    stratum_of_unit_.push_back(static_cast<std::uint32_t>(strata_.size() - 1));
    strata_.back().factor = std::isinf(population) ? 0 : 1 / population;
}

// By stratum, then row.
void KernelRows::number_rows_as_units(const SamplingStage& stage, std::size_t rows) {
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0U);
    if (!stage.strata.empty())
        std::ranges::stable_sort(order, {}, [&](std::uint32_t row) { return stage.strata[row]; });
    unit_at_row_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint32_t row = order[i];
        unit_at_row_[row] = static_cast<std::uint32_t>(i);
        add_unit(i == 0 || stratum_at(stage, row) != stratum_at(stage, order[i - 1]),
                 stage.population.empty() ? INFINITY : stage.population[row]);
    }
}

// By stratum, then unit. A pair of them that a row has is known by the first such row.
void KernelRows::number_units(const SamplingStage& stage, std::size_t rows, int threads) {
    const NumbersUsed strata(stage.strata, threads);
    const NumbersUsed units(stage.units, threads);
    unit_at_row_.resize(rows);
    std::vector<std::uint32_t> first_rows;  // in the order of the units
    if (are_few(units.count, rows) && strata.count <= (4 * rows + 1024) / units.count) {
        constexpr std::uint32_t none = 0xffffffff;
        std::vector<std::uint32_t> first_of_pair(strata.count * units.count, none);
        const auto pair_of = [&](std::size_t row) {
            return strata.of(stratum_at(stage, row)) * units.count + units.of(stage.units[row]);
        };
        std::mutex joining;
        in_ranges(rows, threads, [&](std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t> mine(first_of_pair.size(), none);
            for (std::size_t row = end; row-- > begin;)
                mine[pair_of(row)] = static_cast<std::uint32_t>(row);
            const std::scoped_lock lock(joining);
            for (std::size_t pair = 0; pair < mine.size(); ++pair)
                first_of_pair[pair] = std::min(first_of_pair[pair], mine[pair]);
        });
        for (std::uint32_t& pair : first_of_pair) {
            if (pair == none) continue;
            first_rows.push_back(pair);
            pair = static_cast<std::uint32_t>(first_rows.size() - 1);
        }
        in_ranges(rows, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row)
                unit_at_row_[row] = first_of_pair[pair_of(row)];
        });
    } else {
        std::vector<std::uint32_t> order(rows);
        std::iota(order.begin(), order.end(), 0U);
        const auto pair_of = [&](std::uint32_t row) {
            return std::pair(stratum_at(stage, row), stage.units[row]);
        };
        std::ranges::stable_sort(order, {}, pair_of);
        for (std::size_t i = 0; i < rows; ++i) {
            if (i == 0 || pair_of(order[i]) != pair_of(order[i - 1]))
                first_rows.push_back(order[i]);
            unit_at_row_[order[i]] = static_cast<std::uint32_t>(first_rows.size() - 1);
        }
    }
    for (std::size_t unit = 0; unit < first_rows.size(); ++unit) {
        const std::uint32_t row = first_rows[unit];
        add_unit(unit == 0 || stratum_at(stage, row) != stratum_at(stage, first_rows[unit - 1]),
                 stage.population.empty() ? INFINITY : stage.population[row]);
    }
}

const KernelRows::Ordered& KernelRows::ordered() const {
    std::call_once(ordered_->made, [this] {
        Ordered& out = *ordered_;
        out.order.resize(size());
        out.weights.scale = weights_by_row_.scale;
        if (!has_units()) {
            std::iota(out.order.begin(), out.order.end(), 0U);
            out.unit.assign(size(), 0);
            out.weights = weights_by_row_;
            return;
        }
        std::vector<std::uint32_t> next(stratum_of_unit_.size() + 1);
        for (const std::uint32_t unit : unit_at_row_)
            ++next[unit + 1];
        std::partial_sum(next.begin(), next.end(), next.begin());
        out.unit.resize(size());
        out.weights.units.resize(size());
        for (std::size_t row = 0; row < size(); ++row) {
            const std::uint32_t to = next[unit_at_row_[row]]++;
            out.order[to] = static_cast<std::uint32_t>(row);
            out.unit[to] = unit_at_row_[row];
            out.weights.units[to] = weights_by_row_.units[row];
        }
    });
    return *ordered_;
}

void KernelRows::make_factors(LonelyUnits lonely) {
    averages_lonely_ = lonely == LonelyUnits::average;
    for (Stratum& stratum : strata_) {
        const auto n = static_cast<double>(stratum.units);
        const double left = 1 - n * stratum.factor;
        stratum.lonely = n < 2 && left >= fully_sampled;
        stratum.factor = left < fully_sampled || n < 2 ? 0 : left * n / (n - 1);
    }
}

}  // namespace mtm
