#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "estimation/sample_design.h"

namespace mtm {

/// Weights as multiples of 2^-scale. The sum of all of them, and of those of all shards whose
/// weights add to no more than `most`, fits.
struct FixedWeights {
    std::vector<std::int64_t> units;
    int scale = 0;

    /// What one unit is worth.
    [[nodiscard]] double worth() const;
};

/// `most` is the sum of the weights of all shards; 0: that of these. REQUIRES: weights are finite
/// and not negative.
[[nodiscard]] FixedWeights fixed_weights(std::span<const double> weights, double most = 0);

/// The rows of a sample in the order of their primary units, for designs of one stage.
class KernelRows {
public:
    struct Stratum {
        double factor = 0;  // (1 - n / N) × n / (n - 1); 0 where it adds nothing
        std::size_t units = 0;
    };

    /// Of `design`, or without one if it has no stages: then there are no standard errors.
    explicit KernelRows(const SampleDesign& design);

    /// The rows, if the variances of the first stage alone are all there is: one stage, or later
    /// ones that add nothing; weights that were not calibrated; no stratum of one unit to be made
    /// up for. Else null.
    [[nodiscard]] static std::unique_ptr<const KernelRows> of(const SampleDesign& design);

    [[nodiscard]] std::size_t size() const { return order_.size(); }

    [[nodiscard]] bool has_units() const { return !strata_.empty(); }

    [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }

    [[nodiscard]] const std::vector<std::uint32_t>& unit_of_row() const { return unit_of_row_; }

    [[nodiscard]] const std::vector<std::uint32_t>& stratum_of_unit() const {
        return stratum_of_unit_;
    }

    [[nodiscard]] const std::vector<Stratum>& strata() const { return strata_; }

    [[nodiscard]] const FixedWeights& weights() const { return weights_; }

private:
    std::vector<std::uint32_t> order_;        // row of the dataset, by place
    std::vector<std::uint32_t> unit_of_row_;  // by place
    std::vector<std::uint32_t> stratum_of_unit_;
    std::vector<Stratum> strata_;
    FixedWeights weights_;  // by place
};

}  // namespace mtm
