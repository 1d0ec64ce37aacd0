#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "estimation/sample_design.h"

namespace mtm {

/// Symmetric matrix of covariances, row by row.
struct Covariance {
    std::size_t size = 0;
    std::vector<double> values;

    [[nodiscard]] double at(std::size_t i, std::size_t j) const { return values[i * size + j]; }
};

/// A statistic with its influence: by how much each row moves it, times the row's weight. The sum
/// over the sample of the influences of a total is the total; that of other statistics is 0.
struct LinearizedEstimate {
    double value = 0;
    std::vector<double> influence;  // a number a row
};

/// Variances by Taylor linearisation of stratified, clustered, multi-stage samples (Särndal,
/// Swensson and Wretman 1992, 4.3 and 5.5; the recursion over stages and the treatment of
/// calibrated weights are those of R's survey). Domains are rows whose influence is not 0: units
/// without such a row count as zeros.
class TaylorVariance {
public:
    /// REQUIRES: `check_design(design)` found no mistake, or it has no stages: then it has weights
    /// alone, and there are no variances.
    explicit TaylorVariance(SampleDesign design);

    /// REQUIRES of what follows: true.
    [[nodiscard]] bool has_stages() const { return !stages_.empty(); }

    /// `domain`: the rows that the statistic is of (empty: all). A stratum of one unit is taken to
    /// add as much as the others in which the domain has rows, as R's survey has it; of calibrated
    /// weights as much as all others.
    [[nodiscard]] double variance(std::span<const double> influence,
                                  std::span<const std::uint8_t> domain = {}) const;
    [[nodiscard]] Covariance covariance(const std::vector<std::span<const double>>& influences,
                                        std::span<const std::uint8_t> domain = {}) const;

    /// Primary units less strata, of the rows with a weight that are in `domain` (empty: all). At
    /// least 0.
    [[nodiscard]] int degrees_of_freedom(std::span<const std::uint8_t> domain = {}) const;

    [[nodiscard]] const SampleDesign& design() const { return design_; }

private:
    struct Unit {
        std::size_t begin = 0;  // into order_
        std::size_t end = 0;
    };

    struct Stratum {
        double correction = 1;  // (N - n) / N
        double sampled = 0;     // n / N, for the stages below
        std::size_t first = 0;  // into the stage's units
        std::size_t count = 0;
    };

    // The strata in which the units of one unit of the stage above were selected.
    struct Selection {
        double factor = 1;  // product of n / N of the stages above
        std::size_t first = 0;
        std::size_t count = 0;
    };

    struct StageUnits {
        std::vector<Selection> selections;
        std::vector<Stratum> strata;
        std::vector<Unit> units;
    };

    void add_stage(std::size_t stage, const std::vector<Selection>& above);
    void add_selection(StageUnits& out, std::size_t stage, Unit rows, double factor);
    void add_up(const StageUnits& stage,
                const std::vector<std::vector<double>>& columns,
                std::span<const std::uint8_t> domain,
                Covariance& out) const;
    [[nodiscard]] bool has_rows(const StageUnits& stage,
                                const Stratum& stratum,
                                std::span<const std::uint8_t> domain) const;
    [[nodiscard]] std::vector<double> calibrated(std::span<const double> influence) const;

    SampleDesign design_;
    std::vector<std::uint32_t> order_;  // rows, so that each unit's are together
    std::vector<StageUnits> stages_;
};

/// The statistics. `x` and `y` hold a number a row; rows outside `domain` (empty: all are in) may
/// hold anything, no number too.

[[nodiscard]] LinearizedEstimate linearized_total(std::span<const double> weights,
                                                  std::span<const double> x,
                                                  std::span<const std::uint8_t> domain = {});

/// Sum of weight × x over the sum of the weights; nothing if those add to 0.
[[nodiscard]] std::optional<LinearizedEstimate> linearized_mean(
    std::span<const double> weights,
    std::span<const double> x,
    std::span<const std::uint8_t> domain = {});

/// Total of y over total of x; nothing if that of x is 0.
[[nodiscard]] std::optional<LinearizedEstimate> linearized_ratio(
    std::span<const double> weights,
    std::span<const double> y,
    std::span<const double> x,
    std::span<const std::uint8_t> domain = {});

/// a - b, of one sample.
[[nodiscard]] LinearizedEstimate linearized_difference(const LinearizedEstimate& a,
                                                       const LinearizedEstimate& b);

/// Weighted variance of x in the population, as R's svyvar: mean of (x - mean)² × n / (n - 1), n
/// the rows with a weight. Nothing if there are fewer than two.
[[nodiscard]] std::optional<double> population_variance(std::span<const double> weights,
                                                        std::span<const double> x,
                                                        std::span<const std::uint8_t> domain = {});

/// How many times as large the variance of a mean is as that of a simple random sample of as many
/// rows: drawn with replacement or without (then the sum of the weights is the population). Nothing
/// where the latter is 0 or the weights add to fewer than the rows.
[[nodiscard]] std::optional<double> design_effect_of_mean(
    double variance,
    std::span<const double> weights,
    std::span<const double> x,
    bool with_replacement,
    std::span<const std::uint8_t> domain = {});

}  // namespace mtm
