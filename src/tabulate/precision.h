#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "estimation/intervals.h"
#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// Why a number has no interval whose base leaves its strata no degree of freedom.
inline constexpr const char* one_cluster =
    "nothing is known of how it varies: no two clusters of a stratum have people of its base";

/// Why a median has none though its cluster is not the only one.
inline constexpr const char* no_limits_of_share = "the share of those not above it has no interval";

/// Why a number has none that would be the same in every sample if this one told all.
inline constexpr const char* no_variation =
    "nothing of it varies in the sample, which does not make it certain";

/// The same of calibrated weights: what is left of the number once the totals are known does not
/// vary.
inline constexpr const char* fixed_by_totals =
    "nothing of it varies beyond the totals that weights were brought to";

/// Why a percentage has none that is 0 or 100 whoever is asked.
inline constexpr const char* certain_by_construction = "it is so in every sample, by construction";

/// Why a number has no value though there are people in its base, as of seeds alone.
inline constexpr const char* no_weight_carried = "nobody of its base carries weight";

/// What is known of how a number would have come out in other samples: by how much each interview
/// moves it, or its value in each replicate, as the study's method has it. Neither where there is
/// no standard error.
struct Variation {
    std::vector<double> influence;   // of each interview, times its weight
    std::vector<double> replicates;  // NaN where the number has no value in a replicate
    double df = 0;
    std::vector<std::uint8_t> domain{};  // of influence: the interviews that it is of; empty: all

    [[nodiscard]] bool known() const { return !influence.empty() || !replicates.empty(); }
};

/// Standard errors and intervals as [variance] or [respondent_driven] of the study wants them, of
/// numbers over the interviews of a dataset. Fills in of an estimate the standard error, its
/// degrees of freedom and the limits; where there can be none, the reason.
class Precision {
public:
    Precision(const Study& study, const Dataset& dataset);

    /// Whether the design gives standard errors at all.
    [[nodiscard]] bool has_errors() const;

    /// Whether they are of replicates.
    [[nodiscard]] bool by_replicates() const { return replicates_ != nullptr; }

    /// Whether weights tell of chances of being reached, and not of numbers of people.
    [[nodiscard]] bool is_respondent_driven() const { return recruited_; }

    /// Why there is no standard error; empty where there is.
    [[nodiscard]] const std::string& reason() const { return reason_; }

    /// Of the interviews that are in `domain` (empty: all); 0: nothing is known of how they vary.
    [[nodiscard]] double df(std::span<const std::uint8_t> domain) const;

    /// The same of a domain whose primary units less strata are `of_design`. REQUIRES: variances
    /// are neither of replicates nor by recruitment; so too wherever a variance is given below.
    [[nodiscard]] double df_of(double of_design) const;

    /// Of a number with known variation. By replicates: 0 where they do not suffice.
    [[nodiscard]] double variance(const Variation& variation) const;

    /// `share` from 0 to 1 of estimate.base rows; the estimate is of percent.
    void fill_share(double share, const Variation& variation, Estimate& estimate) const;
    void fill_share(double share, double variance, double df, Estimate& estimate) const;

    /// Of what is no proportion. Nothing is certain because those selected are alike in it: without
    /// variation there are no limits, here and of a share but 0 and 1, whose limits are by `beta`.
    void fill_number(double value, const Variation& variation, Estimate& estimate) const;
    void fill_number(double value, double variance, double df, Estimate& estimate) const;

    /// Limits of a share from 0 to 1 whose quantiles a quantile's limits are; nothing if none.
    [[nodiscard]] std::optional<ConfidenceInterval> limits_for_quantile(double share,
                                                                        const Variation& variation,
                                                                        std::size_t rows) const;
    [[nodiscard]] std::optional<ConfidenceInterval> limits_for_quantile(double share,
                                                                        double variance,
                                                                        double df,
                                                                        std::size_t rows) const;

    /// no_variation or, of calibrated weights, fixed_by_totals.
    [[nodiscard]] const char* why_no_variation() const;

    /// The quantile of Student's t that reaches from a number to its limits.
    [[nodiscard]] double reach(double df) const;

    [[nodiscard]] const TaylorVariance* sample() const { return sample_.get(); }

    [[nodiscard]] const ReplicateVariance* replicates() const { return replicates_.get(); }

private:
    [[nodiscard]] bool suffices(const Variation& variation, Estimate& estimate) const;
    void fill_by_recruitment(double value,
                             bool share,
                             const Variation& variation,
                             Estimate& estimate) const;

    std::shared_ptr<const TaylorVariance> sample_;
    std::shared_ptr<const ReplicateVariance> replicates_;
    VarianceRules rules_;
    RespondentDrivenRules recruitment_;
    bool recruited_ = false;
    std::string reason_;
};

/// Raises the lower limit of a number that cannot be under `least`: of a count those who were seen.
void keep_possible(double least, Estimate& estimate);

/// Of intervals, in per cent: 95 unless the study has it otherwise.
[[nodiscard]] double confidence_of(const Study& study);

/// Standard error over the value; nothing of 0 or where there is none.
[[nodiscard]] std::optional<double> coefficient_of_variation(const Estimate& estimate);

/// How many times as large the variance of a percentage is as that of a simple random sample of as
/// many people: drawn with replacement (as R's deff = "replace"); where respondents recruited each
/// other, without, from the population if the study knows it, as `mtm rds` has it. Nothing of 0 or
/// 100 per cent, of fewer than two people, or where there is no standard error. REQUIRES: `percent`
/// is a percentage.
[[nodiscard]] std::optional<double> design_effect_of_percent(const StudyFile& study,
                                                             const Estimate& percent);

}  // namespace mtm
