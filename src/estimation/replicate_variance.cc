// The product of unit totals and factors goes block by block over the replicates: a block of one
// unit's factors is read once for all cells, and a block of every cell's sums stays in the
// second-level cache. Most totals of a table are 0 (a person gave one answer), so the totals are
// kept as lists of those that are not. Within a block the innermost loop is a plain multiply and
// add over neighbouring numbers, which compilers make vector instructions of; they may not change
// its order, for every sum is a place of its own.
// Tested by replicate_variance_test.cc.
#include "estimation/replicate_variance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t replicates_at_once = 256;
constexpr double left_by_rounding =
    1e-26;  // of a square: what arithmetic leaves of a statistic that the strata fix

// The totals of all cells that are not 0, unit by unit.
struct TotalsByUnit {
    std::vector<std::size_t> first;  // of each unit, and the end
    std::vector<std::uint32_t> cell;
    std::vector<double> total;
};

TotalsByUnit totals_by_unit(std::span<const std::vector<double>> totals, std::size_t units) {
    TotalsByUnit out;
    out.first.assign(units + 1, 0);
    for (const std::vector<double>& cell : totals) {
        for (std::size_t u = 0; u < units; ++u)
            out.first[u + 1] += cell[u] != 0 ? 1 : 0;
    }
    for (std::size_t u = 0; u < units; ++u)
        out.first[u + 1] += out.first[u];
    out.cell.resize(out.first.back());
    out.total.resize(out.first.back());
    std::vector<std::size_t> next(out.first.begin(), out.first.end() - 1);
    for (std::size_t c = 0; c < totals.size(); ++c) {
        for (std::size_t u = 0; u < units; ++u) {
            if (totals[c][u] == 0) continue;
            out.cell[next[u]] = static_cast<std::uint32_t>(c);
            out.total[next[u]++] = totals[c][u];
        }
    }
    return out;
}

void add_scaled(const double* from, double by, std::size_t count, double* to) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] += by * from[i];
}

}  // namespace

ReplicateVariance::ReplicateVariance(const ReplicateWeights& replicates,
                                     std::vector<double> weights)
    : unit_of_row_(replicates.unit_of_row),
      weights_(std::move(weights)),
      units_(replicates.units),
      factors_(replicates.units * replicates.size()),
      scale_(replicates.scale),
      scales_(replicates.scales),
      alike_(replicates.alike) {
    for (std::size_t i = 0; i < replicates.size(); ++i) {
        for (std::size_t u = 0; u < units_; ++u)
            factors_[u * size() + i] = replicates.factors[i][u];
    }
}

std::vector<double> ReplicateVariance::unit_totals(std::span<const double> x) const {
    std::vector<double> out(units_);
    for (std::size_t r = 0; r < weights_.size(); ++r) {
        if (x[r] != 0) out[unit_of_row_[r]] += weights_[r] * x[r];
    }
    return out;
}

std::vector<std::vector<double>> ReplicateVariance::sums(
    std::span<const std::vector<double>> unit_totals, int threads) const {
    std::vector<std::vector<double>> out(unit_totals.size(), std::vector<double>(size()));
    const TotalsByUnit totals = totals_by_unit(unit_totals, units_);
    const std::size_t blocks = (size() + replicates_at_once - 1) / replicates_at_once;
    const auto work = [&](std::size_t first_block, std::size_t step) {
        for (std::size_t block = first_block; block < blocks; block += step) {
            const std::size_t begin = block * replicates_at_once;
            const std::size_t count = std::min(replicates_at_once, size() - begin);
            for (std::size_t u = 0; u < units_; ++u) {
                const double* factors = factors_.data() + u * size() + begin;
                for (std::size_t i = totals.first[u]; i < totals.first[u + 1]; ++i)
                    add_scaled(factors, totals.total[i], count, out[totals.cell[i]].data() + begin);
            }
        }
    };
    const auto workers =
        std::min(static_cast<std::size_t>(std::max(threads, 1)), std::max(blocks, std::size_t{1}));
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < workers; ++t)
        others.emplace_back(work, t, workers);
    work(0, workers);
    for (std::thread& each : others)
        each.join();
    return out;
}

double ReplicateVariance::variance(std::span<const double> values) const {
    double mean = 0;
    double known = 0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        mean += value;
        known += 1;
    }
    if (known < 2) return 0;
    mean /= known;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        sum += scales_[i] * (values[i] - mean) * (values[i] - mean);
    }
    const double squares = scales_.empty() ? 0 : *std::ranges::max_element(scales_);
    if (sum <= left_by_rounding * squares * known * mean * mean) return 0;  // it is the same in all
    const double all = static_cast<double>(size());
    return scale_ * sum * (alike_ && known < all ? (all - 1) / (known - 1) : 1);
}

std::vector<double> ratios_of(std::span<const double> a, std::span<const double> b) {
    std::vector<double> out(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        out[i] = b[i] == 0 ? std::numeric_limits<double>::quiet_NaN() : a[i] / b[i];
    return out;
}

}  // namespace mtm
