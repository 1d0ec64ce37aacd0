#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "estimation/replicate_weights.h"

namespace mtm {

/// What one unit adds to a sum, of those that add something; in the order of the units.
struct UnitTotal {
    std::uint32_t unit = 0;
    double total = 0;
};

/// Replicate weights made ready for many statistics at once: the sums of a whole table over all
/// replicates are one matrix product, of what each primary unit adds to each cell by what the
/// unit's weights are multiplied by in each replicate.
class ReplicateVariance {
public:
    /// `weights` of each row, before they are multiplied. REQUIRES: `replicates` is of these rows
    /// and has at least one replicate.
    ReplicateVariance(const ReplicateWeights& replicates, std::vector<double> weights);

    [[nodiscard]] std::size_t size() const { return scales_.size(); }  // replicates

    [[nodiscard]] std::size_t rows() const { return weights_.size(); }

    [[nodiscard]] std::size_t units() const { return units_; }

    /// What each unit adds to Σ weight × x; `x` is by row.
    [[nodiscard]] std::vector<double> unit_totals(std::span<const double> x) const;

    /// What each unit adds to the sum of the weights of some rows, whose numbers ascend.
    [[nodiscard]] std::vector<UnitTotal> totals_of_rows(std::span<const std::uint32_t> rows) const;

    /// For each list of unit totals its sum in each replicate: [list][replicate]. Each sum is taken
    /// in the order of the units, so that it is the same to the bit with any number of threads; 0:
    /// as many as there are processors, where there is enough to do. Lists that are given together
    /// cost less than one after another.
    [[nodiscard]] std::vector<std::vector<double>> sums(
        std::span<const std::vector<double>> unit_totals, int threads = 0) const;
    [[nodiscard]] std::vector<std::vector<double>> sums(
        std::span<const std::vector<UnitTotal>> cells, int threads = 0) const;

    /// Variance of a statistic by its value in each replicate: scale × Σ scales × (value − mean)².
    /// Replicates in which it has none (NaN) are left out; where replicates are all alike, as those
    /// of BRR and the bootstraps, the others stand for them. 0 where fewer than two have a value.
    [[nodiscard]] double variance(std::span<const double> values) const;

    /// Of balanced replicates: the pairs both of whose halves have somebody in the domain (of rows;
    /// empty: all) who carries weight. A pair shows one difference, whatever the strata were that
    /// units were drawn from. Nothing of other methods, whose degrees of freedom the design has.
    [[nodiscard]] std::optional<int> degrees_of_freedom(std::span<const std::uint8_t> domain,
                                                        std::span<const double> weights) const;

private:
    std::vector<std::uint32_t> unit_of_row_;
    std::vector<double> weights_;
    bool rows_ascend_ = false;  // no row is of an earlier unit than the row before
    std::size_t units_ = 0;
    std::vector<double> factors_;  // by block of replicates, then unit, then replicate
    double scale_ = 1;
    std::vector<double> scales_;
    bool alike_ = false;
    std::vector<std::uint32_t> half_of_row_;
};

/// Those of the units that add something.
[[nodiscard]] std::vector<UnitTotal> unit_totals_of(std::span<const double> totals);

/// a / b in each replicate; no number where b is 0.
[[nodiscard]] std::vector<double> ratios_of(std::span<const double> a, std::span<const double> b);

}  // namespace mtm
