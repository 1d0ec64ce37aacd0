#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "estimation/sample_design.h"

namespace mtm {

enum class ReplicateMethod {
    jk1,          // without each primary unit in turn; strata are ignored
    jkn,          // the same within each stratum
    brr,          // one unit of each pair (McCarthy 1969), fully balanced
    fay,          // the same with (2 - rho) and rho in place of 2 and 0 (Judkins 1990)
    bootstrap,    // n draws of a stratum's n units (Canty and Davison 1999)
    subbootstrap  // n - 1 draws of them (Rao and Wu 1988)
};

struct ReplicateOptions {
    ReplicateMethod method = ReplicateMethod::subbootstrap;
    int replicates = 1000;  // of the bootstraps
    double fay_rho = 0.3;
    std::uint64_t seed = 1;
};

/// By what the weights of each primary unit are multiplied in each replicate.
struct ReplicateWeights {
    std::vector<std::uint32_t> unit_of_row;
    std::size_t units = 0;
    std::vector<std::vector<double>> factors;  // [replicate][unit]
    double scale = 1;
    std::vector<double> scales;  // by replicate
    bool alike = false;          // each replicate is one draw as any other
    /// Of balanced replicates: of which half of which pair each row is, 2 × pair + 0 or 1. Else
    /// empty.
    std::vector<std::uint32_t> half_of_row = {};

    [[nodiscard]] std::size_t size() const { return factors.size(); }

    /// Weights of the rows in one replicate.
    [[nodiscard]] std::vector<double> weights_of(std::size_t replicate,
                                                 std::span<const double> weights) const;
};

struct MadeReplicates {
    ReplicateWeights replicates;
    Diagnostics diagnostics;  // with an error there are none
};

/// Replicates of the design's first stage. Jackknives mind its population; the bootstraps and BRR
/// do not, so that they err on the large side. Strata of one unit do as the design's `lonely` says;
/// bootstraps cannot `adjust`.
/// BRR wants an even number of units in every stratum, which are paired in their order.
/// REQUIRES: `check_design(design)` found no mistake.
[[nodiscard]] MadeReplicates make_replicates(const SampleDesign& design,
                                             const ReplicateOptions& options);

/// scale × sum of scales × (theta - centre)²: the centre is the mean of the replicates, or the
/// estimate from the sample itself if it is given. Replicates without a value (NaN) are left out.
[[nodiscard]] double replicate_variance(const ReplicateWeights& replicates,
                                        std::span<const double> thetas,
                                        const double* estimate = nullptr);

/// The variance of any statistic of the weights. Weights that were calibrated are to be calibrated
/// again by `statistic`.
[[nodiscard]] double replicate_variance_of(
    const ReplicateWeights& replicates,
    std::span<const double> weights,
    const std::function<double(std::span<const double>)>& statistic);

}  // namespace mtm
