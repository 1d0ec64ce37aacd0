#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sampling/rds_estimators.h"
#include "sampling/successive_sampling.h"

namespace mtm {

/// What is estimated: groups of a question, or (with `groups` 0) the mean of a number.
struct RdsVariable {
    std::vector<std::int32_t> codes;  // 0 … groups−1; -1 outside the base
    std::size_t groups = 0;
    std::vector<double> values;  // of a number; NaN outside the base

    [[nodiscard]] std::size_t width() const { return groups == 0 ? 1 : groups; }
};

/// The estimate from each bootstrap sample, `width` numbers a sample (shares of the groups, or the
/// mean). A sample without anybody of the base gives none and is not here.
struct RdsReplicates {
    std::size_t width = 0;
    std::vector<double> estimates;

    [[nodiscard]] std::size_t count() const { return width == 0 ? 0 : estimates.size() / width; }

    /// The estimates of one group.
    [[nodiscard]] std::vector<double> of(std::size_t group) const;
};

struct BootstrapOptions {
    int replicates = 1000;
    std::uint64_t random_seed = 1;
};

/// How often each interview is in a bootstrap sample of the tree: seeds are drawn with replacement
/// from the seeds, then, for each time that somebody was drawn, as many of their recruits as they
/// have, with replacement (Baraff, McCormick and Raftery 2016). `times` is overwritten.
void draw_from_tree(const RecruitmentTree& tree, Random& random, std::vector<std::uint32_t>& times);

/// The tree bootstrap of estimates by weights (RDS-II, successive sampling): one set of samples
/// for all variables, so that a further variable costs one pass over its codes.
[[nodiscard]] std::vector<RdsReplicates> tree_bootstrap(const RecruitmentTree& tree,
                                                        std::span<const double> weights,
                                                        std::span<const RdsVariable> variables,
                                                        const BootstrapOptions& options);

/// The same of RDS-I, for variables with groups; samples in which recruitment does not lead
/// between the groups give no estimate.
[[nodiscard]] std::vector<RdsReplicates> tree_bootstrap_rds_i(
    const RecruitmentTree& tree,
    std::span<const double> degrees,
    std::span<const RdsVariable> variables,
    Smoothing smoothing,
    const BootstrapOptions& options);

/// How a bootstrap sample of Salganik's is estimated: by RDS-I, or by weights of the rows drawn.
struct ChainEstimator {
    bool rds_i = false;
    Smoothing smoothing = Smoothing::none;
    std::span<const double> weights = {};  // not of RDS-I
};

/// Salganik's (2006) bootstrap: one chain as long as the sample without its seeds, from group to
/// group with the observed chances, each time with somebody of the group. Empty where nobody was
/// recruited. REQUIRES: a variable with groups.
[[nodiscard]] RdsReplicates salganik_bootstrap(const RecruitmentTree& tree,
                                               std::span<const double> degrees,
                                               const RdsVariable& variable,
                                               const ChainEstimator& estimator,
                                               const BootstrapOptions& options);

/// Gile's (2011) bootstrap for the estimator by successive sampling: recruitment without return
/// from a population made after the fit, group to group by the estimated ties. REQUIRES: a
/// variable with groups; every degree is one of the fit's sizes.
[[nodiscard]] RdsReplicates successive_sampling_bootstrap(const RecruitmentTree& tree,
                                                          std::span<const double> degrees,
                                                          const RdsVariable& variable,
                                                          const SuccessiveSamplingFit& fit,
                                                          const BootstrapOptions& options);

}  // namespace mtm
