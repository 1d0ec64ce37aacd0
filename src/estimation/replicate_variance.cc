// The product of unit totals and factors goes block by block over the replicates: the factors of
// all units in one block stay in the second-level cache while the cells are summed, and the sums of
// a cell in the block stay in registers. Most totals of a table are 0 (a person gave one answer),
// so a cell is a list of those that are not. Every sum is multiplied and added in the order of the
// units, whatever the registers: no instruction does both at once, which would round otherwise.
// Tested by replicate_variance_test.cc.
#include "estimation/replicate_variance.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t replicates_at_once = 32;
constexpr std::size_t worth_a_thread = 500'000;  // additions

constexpr double left_by_rounding =
    1e-26;  // of a square: what arithmetic leaves of a statistic that the strata fix

using Four __attribute__((vector_size(32), aligned(8), may_alias)) = double;

// The sums of 4 × `fours` neighbouring replicates.
template <std::size_t fours>
[[gnu::always_inline]] inline void add_up(std::span<const UnitTotal> parts,
                                          const double* factors,
                                          double* out) {
    Four sums[fours] = {};
    for (const UnitTotal& part : parts) {
        const auto* of_unit =
            reinterpret_cast<const Four*>(factors + part.unit * replicates_at_once);
        for (std::size_t i = 0; i < fours; ++i)
            sums[i] += part.total * of_unit[i];
    }
    for (std::size_t i = 0; i < fours; ++i)
        reinterpret_cast<Four*>(out)[i] = sums[i];
}

// As many sums as there are registers for.
void add_block(std::span<const UnitTotal> parts, const double* factors, double* out) {
    for (std::size_t i = 0; i < replicates_at_once; i += 16)
        add_up<4>(parts, factors + i, out + i);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) void add_block_avx2(std::span<const UnitTotal> parts,
                                                    const double* factors,
                                                    double* out) {
    add_up<replicates_at_once / 4>(parts, factors, out);
}

auto* block_adder() {
    return __builtin_cpu_supports("avx2") != 0 ? add_block_avx2 : add_block;
}

#else

auto* block_adder() {
    return add_block;
}

#endif

}  // namespace

ReplicateVariance::ReplicateVariance(const ReplicateWeights& replicates,
                                     std::vector<double> weights)
    : unit_of_row_(replicates.unit_of_row),
      weights_(std::move(weights)),
      rows_ascend_(std::ranges::is_sorted(unit_of_row_)),
      units_(replicates.units),
      scale_(replicates.scale),
      scales_(replicates.scales),
      alike_(replicates.alike),
      half_of_row_(replicates.half_of_row) {
    const std::size_t blocks = (size() + replicates_at_once - 1) / replicates_at_once;
    factors_.resize(blocks * units_ * replicates_at_once);
    for (std::size_t i = 0; i < replicates.size(); ++i) {
        double* block = factors_.data() + i / replicates_at_once * units_ * replicates_at_once;
        for (std::size_t u = 0; u < units_; ++u)
            block[u * replicates_at_once + i % replicates_at_once] = replicates.factors[i][u];
    }
}

std::vector<double> ReplicateVariance::unit_totals(std::span<const double> x) const {
    std::vector<double> out(units_);
    for (std::size_t r = 0; r < weights_.size(); ++r) {
        if (x[r] != 0) out[unit_of_row_[r]] += weights_[r] * x[r];
    }
    return out;
}

std::vector<UnitTotal> ReplicateVariance::totals_of_rows(
    std::span<const std::uint32_t> rows) const {
    std::vector<UnitTotal> out;
    if (rows_ascend_) {
        for (const std::uint32_t row : rows) {
            if (weights_[row] == 0) continue;
            if (out.empty() || out.back().unit != unit_of_row_[row])
                out.push_back({unit_of_row_[row], 0});
            out.back().total += weights_[row];
        }
        return out;
    }
    std::vector<double> totals(units_);
    for (const std::uint32_t row : rows)
        totals[unit_of_row_[row]] += weights_[row];
    return unit_totals_of(totals);
}

std::vector<UnitTotal> unit_totals_of(std::span<const double> totals) {
    std::vector<UnitTotal> out;
    for (std::size_t u = 0; u < totals.size(); ++u) {
        if (totals[u] != 0) out.push_back({static_cast<std::uint32_t>(u), totals[u]});
    }
    return out;
}

std::vector<std::vector<double>> ReplicateVariance::sums(
    std::span<const std::vector<double>> unit_totals, int threads) const {
    std::vector<std::vector<UnitTotal>> cells;
    for (const std::vector<double>& totals : unit_totals)
        cells.push_back(unit_totals_of(totals));
    return sums(std::span<const std::vector<UnitTotal>>(cells), threads);
}

std::vector<std::vector<double>> ReplicateVariance::sums(
    std::span<const std::vector<UnitTotal>> cells, int threads) const {
    std::vector<std::vector<double>> out(cells.size(), std::vector<double>(size()));
    std::size_t additions = 0;
    for (const std::vector<UnitTotal>& cell : cells)
        additions += cell.size() * size();
    const std::size_t blocks = (size() + replicates_at_once - 1) / replicates_at_once;
    auto* const add = block_adder();
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        double sums[replicates_at_once];
        for (std::size_t block = next.fetch_add(1); block < blocks; block = next.fetch_add(1)) {
            const double* factors = factors_.data() + block * units_ * replicates_at_once;
            const std::size_t begin = block * replicates_at_once;
            const std::size_t count = std::min(replicates_at_once, size() - begin);
            for (std::size_t c = 0; c < cells.size(); ++c) {
                add(cells[c], factors, sums);
                std::copy_n(sums, count, out[c].begin() + static_cast<std::ptrdiff_t>(begin));
            }
        }
    };
    std::size_t workers = static_cast<std::size_t>(std::max(threads, 1));
    if (threads == 0 && additions > worth_a_thread)
        workers = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < std::min(workers, blocks); ++t)
        others.emplace_back(work);
    work();
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

std::optional<int> ReplicateVariance::degrees_of_freedom(std::span<const std::uint8_t> domain,
                                                         std::span<const double> weights) const {
    if (half_of_row_.empty()) return std::nullopt;
    std::vector<std::uint8_t> halves(*std::ranges::max_element(half_of_row_) + 1U, 0);
    for (std::size_t r = 0; r < half_of_row_.size(); ++r) {
        if (weights[r] > 0 && (domain.empty() || domain[r] != 0)) halves[half_of_row_[r]] = 1;
    }
    int whole = 0;
    for (std::size_t half = 0; half + 1 < halves.size(); half += 2)
        whole += halves[half] & halves[half + 1];
    return whole;
}

std::vector<double> ratios_of(std::span<const double> a, std::span<const double> b) {
    std::vector<double> out(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        out[i] = b[i] == 0 ? std::numeric_limits<double>::quiet_NaN() : a[i] / b[i];
    return out;
}

}  // namespace mtm
