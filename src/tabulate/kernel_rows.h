#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "estimation/sample_design.h"

namespace mtm {

/// Weights as multiples of 2^-scale. The sum of all of them, and of those of all shards whose
/// weights add to no more than `most`, fits. A weight above 0 is at least one unit.
struct FixedWeights {
    std::vector<std::int64_t> units;
    int scale = 0;

    /// What one unit is worth.
    [[nodiscard]] double worth() const;
};

/// `most` is the sum of the weights of all shards; 0: that of these. REQUIRES: weights are finite
/// and not negative.
[[nodiscard]] FixedWeights fixed_weights(std::span<const double> weights,
                                         double most = 0,
                                         int threads = 1);

/// The rows of a sample in the order of their primary units, for designs of one stage.
class KernelRows {
public:
    struct Stratum {
        double factor = 0;  // (1 - n / N) × n / (n - 1); 0 where it adds nothing
        std::size_t units = 0;
        bool lonely = false;  // one unit, of several in the population
    };

    /// Of `design`, or without one if it has no stages: then there are no standard errors. A shard
    /// of a sample holds whole units; `most` is as that of fixed_weights.
    explicit KernelRows(const SampleDesign& design, double most = 0, int threads = 1);

    /// Why the variances of `design` need more than sums over units of its first stage; empty if
    /// they do not: one stage, or later ones that add nothing; weights that were not calibrated; no
    /// stratum of one unit that is set against units of other strata.
    [[nodiscard]] static std::string obstacle(const SampleDesign& design);

    /// The rows if there is no obstacle, else null and the obstacle.
    [[nodiscard]] static std::unique_ptr<const KernelRows> of(const SampleDesign& design,
                                                              int threads,
                                                              std::string& obstacle);

    [[nodiscard]] std::size_t size() const { return weights_by_row_.units.size(); }

    [[nodiscard]] bool has_units() const { return !strata_.empty(); }

    /// Unit of each row of the dataset; empty without units.
    [[nodiscard]] const std::vector<std::uint32_t>& unit_at_row() const { return unit_at_row_; }

    /// By row of the dataset.
    [[nodiscard]] const FixedWeights& weights_by_row() const { return weights_by_row_; }

    /// Row of the dataset, by position.
    [[nodiscard]] const std::vector<std::uint32_t>& order() const { return ordered().order; }

    /// By position; all 0 without units.
    [[nodiscard]] const std::vector<std::uint32_t>& unit_of_row() const { return ordered().unit; }

    [[nodiscard]] const std::vector<std::uint32_t>& stratum_of_unit() const {
        return stratum_of_unit_;
    }

    [[nodiscard]] const std::vector<Stratum>& strata() const { return strata_; }

    /// By position.
    [[nodiscard]] const FixedWeights& weights() const { return ordered().weights; }

    /// Whether strata of one unit are taken to add as much as the others on average.
    [[nodiscard]] bool averages_lonely() const { return averages_lonely_; }

private:
    // Made when somebody first asks: rows that are counted as they come need no order.
    struct Ordered {
        std::once_flag made;
        std::vector<std::uint32_t> order;
        std::vector<std::uint32_t> unit;
        FixedWeights weights;
    };

    void number_units(const SamplingStage& stage, std::size_t rows, int threads);
    void number_rows_as_units(const SamplingStage& stage, std::size_t rows);
    void add_unit(bool new_stratum, double population);
    void make_factors(LonelyUnits lonely);
    [[nodiscard]] const Ordered& ordered() const;

    std::vector<std::uint32_t> unit_at_row_;
    std::vector<std::uint32_t> stratum_of_unit_;
    std::vector<Stratum> strata_;
    FixedWeights weights_by_row_;
    std::unique_ptr<Ordered> ordered_;
    bool averages_lonely_ = false;
};

}  // namespace mtm
