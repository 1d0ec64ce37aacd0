#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sampling/rds_estimators.h"

namespace mtm {

/// How recruitment went, wave by wave.
struct WaveCount {
    int wave = 0;
    int interviews = 0;
    int recruiters = 0;  // of them, those who recruited somebody
    int recruits = 0;    // whom they recruited
};

[[nodiscard]] std::vector<WaveCount> count_waves(const RecruitmentTree& tree);

/// One seed's chain.
struct SeedChain {
    std::int32_t seed = -1;  // row
    int interviews = 0;      // the seed included
    int waves = 0;           // after the seed
};

[[nodiscard]] std::vector<SeedChain> seed_chains(const RecruitmentTree& tree);

/// Whether people recruit their like. 1 is by chance, more is homophily.
struct RecruitmentHomophily {
    RecruitmentCounts recruitments;
    std::optional<double> overall;  // recruitments within groups / those expected by chance
    std::vector<std::optional<double>> by_group;  // the same of each group's own
};

/// Expected by chance: (made by the group) · (of the group) / all recruitments.
[[nodiscard]] RecruitmentHomophily recruitment_homophily(const RecruitmentTree& tree,
                                                         std::span<const std::int32_t> codes,
                                                         std::size_t groups);

/// Population homophily of each group against all others: ties between the two expected by chance
/// over those estimated (Gile, Johnston and Salganik 2015; R's `homophily.estimates`). A
/// respondent's ties are divided as the respondent's recruits are; who recruited nobody tells
/// nothing. Absent where no tie between the two was seen, or everybody is in one.
[[nodiscard]] std::vector<std::optional<double>> population_homophily(
    const RecruitmentTree& tree,
    std::span<const double> degrees,
    std::span<const double> weights,
    std::span<const std::int32_t> codes,
    std::size_t groups);

/// An estimate as the sample grew: after so many interviews of the base, the share of each group.
struct GrowingEstimate {
    std::vector<int> interviews;              // 1, 2, …
    std::vector<std::vector<double>> shares;  // of each group
};

/// By weights, in the order of `rows`; those outside the base or without weight are passed over.
[[nodiscard]] GrowingEstimate growing_estimate(std::span<const std::int32_t> rows,
                                               std::span<const double> weights,
                                               std::span<const std::int32_t> codes,
                                               std::size_t groups);

/// The same of each seed's chain alone: where chains stay apart, recruitment met a bottleneck. In
/// the order of `tree.seeds()`.
[[nodiscard]] std::vector<GrowingEstimate> growing_estimates_by_seed(
    const RecruitmentTree& tree,
    std::span<const std::int32_t> rows,
    std::span<const double> weights,
    std::span<const std::int32_t> codes,
    std::size_t groups);

/// The rows in the order in which interviews were held (`when`, smaller first; one that has none,
/// NaN, comes at the end), those of one moment as they stand.
[[nodiscard]] std::vector<std::int32_t> sample_order(std::span<const double> when);

}  // namespace mtm
