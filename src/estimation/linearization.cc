#include "estimation/linearization.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_set>

namespace mtm {
namespace {

constexpr int raking_rounds = 10;  // as R's survey has it

std::int32_t stratum_of(const SamplingStage& stage, std::size_t row) {
    return stage.strata.empty() ? 0 : stage.strata[row];
}

std::int32_t unit_of(const SamplingStage& stage, std::size_t row) {
    return stage.units.empty() ? static_cast<std::int32_t>(row) : stage.units[row];
}

bool is_in(std::span<const std::uint8_t> domain, std::size_t row) {
    return domain.empty() || domain[row] != 0;
}

// Takes the mean of its cell away from each row's influence by weight.
void residuals_in_cells(const std::vector<std::int32_t>& cells,
                        const std::vector<double>& weights,
                        const std::vector<double>& shares,
                        std::vector<double>& influence) {
    std::int32_t most = -1;
    for (const std::int32_t cell : cells)
        most = std::max(most, cell);
    std::vector<double> sums(static_cast<std::size_t>(most + 1));
    std::vector<double> divisors(sums.size());
    for (std::size_t r = 0; r < cells.size(); ++r) {
        if (weights[r] == 0) continue;
        const auto cell = static_cast<std::size_t>(cells[r]);
        sums[cell] += influence[r] / weights[r] * shares[r];
        divisors[cell] += shares[r];
    }
    for (std::size_t r = 0; r < cells.size(); ++r) {
        const auto cell = static_cast<std::size_t>(cells[r]);
        if (divisors[cell] != 0) influence[r] -= weights[r] * sums[cell] / divisors[cell];
    }
}

// Margins say things twice: the categories of each add up to everyone. Columns of one length, and
// what is less than a ten millionth of that beside the others counts as nothing (the tolerance of
// R's qr): else some direction of rounding would be taken for a variable.
Eigen::VectorXd projection_on(Eigen::MatrixXd x, const Eigen::VectorXd& y) {
    for (Eigen::Index v = 0; v < x.cols(); ++v) {
        const double length = x.col(v).norm();
        if (length > 0) x.col(v) /= length;
    }
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition;
    decomposition.setThreshold(1e-7);
    decomposition.compute(x);
    return x * decomposition.solve(y);
}

// One margin alone is done with after one round.
void residuals_of_raking(const WeightCalibration& step, std::vector<double>& influence) {
    const std::vector<double> equal(influence.size(), 1);
    const int rounds = step.margins.size() == 1 ? 1 : raking_rounds;
    for (int round = 0; round < rounds; ++round) {
        for (const auto& margin : step.margins)
            residuals_in_cells(margin, step.weights, equal, influence);
    }
}

void residuals_of_regression(const WeightCalibration& step, std::vector<double>& influence) {
    const auto rows = static_cast<Eigen::Index>(influence.size());
    const auto variables = static_cast<Eigen::Index>(step.regressors.size());
    Eigen::MatrixXd x(rows, variables);
    Eigen::VectorXd y(rows);
    for (Eigen::Index r = 0; r < rows; ++r) {
        const auto row = static_cast<std::size_t>(r);
        const double root = std::sqrt(step.weights_before[row]);
        for (Eigen::Index v = 0; v < variables; ++v)
            x(r, v) = root * step.regressors[static_cast<std::size_t>(v)][row];
        y(r) = step.weights[row] == 0 ? 0 : root * influence[row] / step.weights[row];
    }
    const Eigen::VectorXd rest = y - projection_on(std::move(x), y);
    for (Eigen::Index r = 0; r < rows; ++r) {
        const auto row = static_cast<std::size_t>(r);
        const double root = std::sqrt(step.weights_before[row]);
        influence[row] = root == 0 ? 0 : rest(r) / root * step.weights[row];
    }
}

// Sums of (totals - centre)(totals - centre)ᵀ over units, times a factor, are added to `out`.
void add_products(const std::vector<std::vector<double>>& totals,
                  std::size_t first,
                  std::size_t count,
                  const std::vector<double>& centre,
                  double factor,
                  Covariance& out) {
    for (std::size_t i = 0; i < out.size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0;
            for (std::size_t u = first; u < first + count; ++u)
                sum += (totals[i][u] - centre[i]) * (totals[j][u] - centre[j]);
            out.values[i * out.size + j] += factor * sum;
            if (i != j) out.values[j * out.size + i] += factor * sum;
        }
    }
}

// What is left of a statistic that the strata fix, the share of a stratum for example, is rounding.
void clear_rounding(const std::vector<double>& squares, Covariance& out) {
    for (std::size_t i = 0; i < out.size; ++i) {
        if (out.values[i * out.size + i] > 1e-24 * squares[i]) continue;
        for (std::size_t j = 0; j < out.size; ++j) {
            out.values[i * out.size + j] = 0;
            out.values[j * out.size + i] = 0;
        }
    }
}

constexpr std::span<const std::uint8_t> all_rows;

double sum_of(const std::vector<double>& numbers, std::size_t first, std::size_t count) {
    return std::accumulate(numbers.begin() + static_cast<std::ptrdiff_t>(first),
                           numbers.begin() + static_cast<std::ptrdiff_t>(first + count),
                           0.0);
}

}  // namespace

// --- the sample in order ---

TaylorVariance::TaylorVariance(SampleDesign design)
    : design_(std::move(design)), order_(design_.weights.size()) {
    if (design_.stages.empty()) return;
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::stable_sort(order_, [this](std::uint32_t a, std::uint32_t b) {
        for (const SamplingStage& stage : design_.stages) {
            const auto of = [&stage](std::size_t row) {
                return std::pair(stratum_of(stage, row), unit_of(stage, row));
            };
            if (of(a) != of(b)) return of(a) < of(b);
        }
        return false;
    });
    add_stage(0, {});
    for (std::size_t stage = 1; stage < design_.stages.size(); ++stage) {
        if (design_.stages[stage - 1].population.empty()) break;
        add_stage(stage, stages_.back().selections);
    }
}

// Of the first stage there is one selection; of a later one, one for each unit of the stage above,
// if that was not all that its stratum has.
void TaylorVariance::add_stage(std::size_t stage, const std::vector<Selection>& above) {
    StageUnits out;
    if (stage == 0) {
        add_selection(out, stage, {0, order_.size()}, 1);
    } else {
        const StageUnits& upper = stages_.back();
        for (const Selection& selection : above) {
            for (std::size_t h = selection.first; h < selection.first + selection.count; ++h) {
                const Stratum& stratum = upper.strata[h];
                if (stratum.sampled == 0) continue;
                for (std::size_t u = stratum.first; u < stratum.first + stratum.count; ++u)
                    add_selection(out, stage, upper.units[u], selection.factor * stratum.sampled);
            }
        }
    }
    stages_.push_back(std::move(out));
}

void TaylorVariance::add_selection(StageUnits& out, std::size_t stage, Unit rows, double factor) {
    const SamplingStage& at = design_.stages[stage];
    Selection selection{factor, out.strata.size(), 0};
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const std::uint32_t row = order_[i];
        const bool first = i == rows.begin;
        const bool new_stratum = first || stratum_of(at, row) != stratum_of(at, order_[i - 1]);
        if (new_stratum) {
            out.strata.push_back({1, 0, out.units.size(), 0});
            ++selection.count;
        }
        if (new_stratum || unit_of(at, row) != unit_of(at, order_[i - 1])) {
            out.units.push_back({i, i});
            ++out.strata.back().count;
        }
        out.units.back().end = i + 1;
    }
    for (std::size_t h = selection.first; h < out.strata.size(); ++h) {
        Stratum& stratum = out.strata[h];
        if (at.population.empty()) continue;
        const double population = at.population[order_[out.units[stratum.first].begin]];
        if (std::isinf(population)) continue;
        const auto sampled = static_cast<double>(stratum.count);
        stratum.correction = (population - sampled) / population;
        stratum.sampled = sampled / population;
    }
    out.selections.push_back(selection);
}

// --- variances ---

double TaylorVariance::variance(std::span<const double> influence,
                                std::span<const std::uint8_t> domain) const {
    return covariance({influence}, domain).values[0];
}

Covariance TaylorVariance::covariance(const std::vector<std::span<const double>>& influences,
                                      std::span<const std::uint8_t> domain) const {
    std::vector<std::vector<double>> columns;
    columns.reserve(influences.size());
    for (const auto& influence : influences)
        columns.push_back(calibrated(influence));
    Covariance out;
    out.size = columns.size();
    out.values.assign(out.size * out.size, 0);
    std::vector<double> squares(out.size);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (const double influence : influences[c])
            squares[c] += influence * influence;
    }
    for (const StageUnits& stage : stages_)
        add_up(stage, columns, design_.calibrations.empty() ? domain : all_rows, out);
    clear_rounding(squares, out);
    return out;
}

std::vector<double> TaylorVariance::calibrated(std::span<const double> influence) const {
    std::vector<double> out(influence.begin(), influence.end());
    for (const WeightCalibration& step : design_.calibrations) {
        switch (step.kind) {
            case WeightCalibration::Kind::post_strata:
                residuals_in_cells(step.margins.front(), step.weights, step.weights_before, out);
                break;
            case WeightCalibration::Kind::raking:
                residuals_of_raking(step, out);
                break;
            case WeightCalibration::Kind::regression:
                residuals_of_regression(step, out);
                break;
        }
    }
    return out;
}

bool TaylorVariance::has_rows(const StageUnits& stage,
                              const Stratum& stratum,
                              std::span<const std::uint8_t> domain) const {
    if (domain.empty()) return true;
    const std::size_t begin = stage.units[stratum.first].begin;
    const std::size_t end = stage.units[stratum.first + stratum.count - 1].end;
    return std::any_of(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                       order_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](std::uint32_t row) { return domain[row] != 0; });
}

void TaylorVariance::add_up(const StageUnits& stage,
                            const std::vector<std::vector<double>>& columns,
                            std::span<const std::uint8_t> domain,
                            Covariance& out) const {
    std::vector<std::vector<double>> totals(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        totals[c].reserve(stage.units.size());
        for (const Unit& unit : stage.units) {
            double sum = 0;
            for (std::size_t i = unit.begin; i < unit.end; ++i)
                sum += columns[c][order_[i]];
            totals[c].push_back(sum);
        }
    }
    std::vector<double> centre(columns.size());
    for (const Selection& selection : stage.selections) {
        Covariance sum{out.size, std::vector<double>(out.values.size())};
        std::size_t strata = 0;  // that the domain has rows in
        std::size_t lonely = 0;  // of those
        for (std::size_t h = selection.first; h < selection.first + selection.count; ++h) {
            const Stratum& stratum = stage.strata[h];
            const bool counts =
                design_.lonely == LonelyUnits::average && has_rows(stage, stratum, domain);
            strata += counts ? 1 : 0;
            if (stratum.correction < fully_sampled) continue;
            double factor = stratum.correction;
            std::size_t first = stratum.first;
            auto n = static_cast<double>(stratum.count);
            if (stratum.count > 1) {
                factor *= n / (n - 1);
            } else {
                lonely += counts ? 1 : 0;
                if (design_.lonely != LonelyUnits::adjust) continue;
                const Stratum& last = stage.strata[selection.first + selection.count - 1];
                first = stage.strata[selection.first].first;
                n = static_cast<double>(last.first + last.count - first);
            }
            const auto among = static_cast<std::size_t>(n);
            for (std::size_t c = 0; c < columns.size(); ++c)
                centre[c] = sum_of(totals[c], first, among) / n;
            add_products(totals, stratum.first, stratum.count, centre, factor, sum);
        }
        double factor = selection.factor;
        if (lonely < strata)
            factor *= static_cast<double>(strata) / static_cast<double>(strata - lonely);
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] += factor * sum.values[i];
    }
}

int TaylorVariance::degrees_of_freedom(std::span<const std::uint8_t> domain) const {
    const StageUnits& first = stages_.front();
    int units = 0;
    int strata = 0;
    for (const Stratum& stratum : first.strata) {
        int here = 0;
        for (std::size_t u = stratum.first; u < stratum.first + stratum.count; ++u) {
            const Unit& unit = first.units[u];
            const bool counts = std::any_of(
                order_.begin() + static_cast<std::ptrdiff_t>(unit.begin),
                order_.begin() + static_cast<std::ptrdiff_t>(unit.end),
                [&](std::uint32_t row) { return design_.weights[row] > 0 && is_in(domain, row); });
            here += counts ? 1 : 0;
        }
        units += here;
        strata += here > 0 ? 1 : 0;
    }
    return std::max(0, units - strata);
}

// --- statistics ---

LinearizedEstimate linearized_total(std::span<const double> weights,
                                    std::span<const double> x,
                                    std::span<const std::uint8_t> domain) {
    LinearizedEstimate out;
    out.influence.resize(weights.size());
    for (std::size_t r = 0; r < weights.size(); ++r) {
        if (!is_in(domain, r) || weights[r] == 0) continue;
        out.influence[r] = weights[r] * x[r];
        out.value += out.influence[r];
    }
    return out;
}

std::optional<LinearizedEstimate> linearized_mean(std::span<const double> weights,
                                                  std::span<const double> x,
                                                  std::span<const std::uint8_t> domain) {
    const std::vector<double> ones(weights.size(), 1);
    return linearized_ratio(weights, x, ones, domain);
}

std::optional<LinearizedEstimate> linearized_ratio(std::span<const double> weights,
                                                   std::span<const double> y,
                                                   std::span<const double> x,
                                                   std::span<const std::uint8_t> domain) {
    const double above = linearized_total(weights, y, domain).value;
    const double below = linearized_total(weights, x, domain).value;
    if (below == 0) return std::nullopt;
    LinearizedEstimate out;
    out.value = above / below;
    out.influence.resize(weights.size());
    for (std::size_t r = 0; r < weights.size(); ++r) {
        if (!is_in(domain, r) || weights[r] == 0) continue;
        out.influence[r] = weights[r] * (y[r] - out.value * x[r]) / below;
    }
    return out;
}

LinearizedEstimate linearized_difference(const LinearizedEstimate& a, const LinearizedEstimate& b) {
    LinearizedEstimate out = a;
    out.value -= b.value;
    for (std::size_t r = 0; r < out.influence.size(); ++r)
        out.influence[r] -= b.influence[r];
    return out;
}

std::optional<double> population_variance(std::span<const double> weights,
                                          std::span<const double> x,
                                          std::span<const std::uint8_t> domain) {
    const auto mean = linearized_mean(weights, x, domain);
    double n = 0;
    double sum = 0;
    double of = 0;
    for (std::size_t r = 0; r < weights.size() && mean; ++r) {
        if (!is_in(domain, r) || weights[r] == 0) continue;
        n += 1;
        of += weights[r];
        sum += weights[r] * (x[r] - mean->value) * (x[r] - mean->value);
    }
    if (n < 2) return std::nullopt;
    return sum / of * n / (n - 1);
}

std::optional<double> design_effect_of_mean(double variance,
                                            std::span<const double> weights,
                                            std::span<const double> x,
                                            bool with_replacement,
                                            std::span<const std::uint8_t> domain) {
    const auto spread = population_variance(weights, x, domain);
    if (!spread || *spread == 0) return std::nullopt;
    double n = 0;
    double population = 0;
    for (std::size_t r = 0; r < weights.size(); ++r) {
        if (!is_in(domain, r) || weights[r] == 0) continue;
        n += 1;
        population += weights[r];
    }
    const double left = with_replacement ? 1 : (population - n) / population;
    if (left <= 0) return std::nullopt;
    return variance / (*spread / n * left);
}

}  // namespace mtm
