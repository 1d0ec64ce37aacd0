#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "sampling/recruitment_tree.h"

namespace mtm {

/// Estimators of respondent-driven sampling over plain columns. Rows are those of a
/// RecruitmentTree; `degrees` are network sizes of 1 or more; `codes` are groups 0 … k−1, and -1
/// for an interview outside the base, which then neither recruits nor is recruited.
/// Formulas and sources: docs/respondent-driven.md.

/// Whether seeds, who were chosen by hand, carry weight.
enum class SeedsIn { counted, left_out };

/// RDS-II (Volz and Heckathorn 2008): weights ∝ 1/degree, with a mean of 1 over the interviews that
/// carry weight.
[[nodiscard]] std::vector<double> rds_ii_weights(const RecruitmentTree& tree,
                                                 std::span<const double> degrees,
                                                 SeedsIn seeds = SeedsIn::counted);

/// Recruitments from group to group, g·k + h.
struct RecruitmentCounts {
    std::size_t groups = 0;
    std::vector<double> counts;

    [[nodiscard]] double from_to(std::size_t from, std::size_t to) const {
        return counts[from * groups + to];
    }
};

[[nodiscard]] RecruitmentCounts recruitment_counts(const RecruitmentTree& tree,
                                                   std::span<const std::int32_t> codes,
                                                   std::size_t groups);

/// The only distribution that a row-stochastic matrix (k × k, row by row) leaves as it is; absent
/// where there are several, that is where recruitment has parts that never lead to each other. By
/// the elimination of Grassmann, Taksar and Heyman (1985), which subtracts nothing.
[[nodiscard]] std::optional<std::vector<double>> stationary_distribution(
    std::vector<double> transitions, std::size_t groups);

enum class Smoothing { none, data };

/// Sample size and sum of 1/degree of a group: its harmonic mean degree is n over the sum.
struct GroupDegrees {
    double n = 0;
    double inverse_sum = 0;
};

[[nodiscard]] std::vector<GroupDegrees> degrees_by_group(std::span<const double> degrees,
                                                         std::span<const std::int32_t> codes,
                                                         std::size_t groups);

/// RDS-I (Salganik and Heckathorn 2004): the share of each group in the population, from
/// recruitment between groups and their mean degrees; 0 for a group of which nobody was
/// interviewed. A group that recruited nobody is taken to recruit all groups alike (0.1 of a
/// recruit each, as R's RDS). An error, in words for a reader, where recruitment does not lead
/// between the groups.
[[nodiscard]] Result<std::vector<double>> rds_i_shares(const RecruitmentCounts& recruitments,
                                                       const std::vector<GroupDegrees>& degrees,
                                                       Smoothing smoothing);

/// The weights that give these shares: each interview its group's share over its group's size,
/// with a mean of 1 over the base.
[[nodiscard]] std::vector<double> weights_of_shares(std::span<const double> shares,
                                                    std::span<const std::int32_t> codes);

/// Σ w over the group / Σ w over the base; absent if nobody of the base carries weight.
[[nodiscard]] std::optional<std::vector<double>> weighted_shares(
    std::span<const double> weights, std::span<const std::int32_t> codes, std::size_t groups);

/// Σ w x / Σ w over the rows whose `values` is a number; absent if none of them carries weight.
[[nodiscard]] std::optional<double> weighted_mean_of(std::span<const double> weights,
                                                     std::span<const double> values);

}  // namespace mtm
