#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

struct StudyFile;

/// How chances of being reached are estimated; docs/respondent-driven.md defines each.
enum class RdsEstimator { rds_i, rds_i_smoothed, rds_ii, successive_sampling };

/// Where the uncertainty of an estimate is taken from.
enum class RdsBootstrap { tree, salganik, successive_sampling, none };

/// How an interval is made of bootstrap replicates.
enum class RdsIntervalForm { automatic, normal, percentile, pivotal, proportion };

inline constexpr std::array<std::pair<std::string_view, RdsEstimator>, 4> rds_estimators{
    {{"rds-i", RdsEstimator::rds_i},
     {"rds-i-smoothed", RdsEstimator::rds_i_smoothed},
     {"rds-ii", RdsEstimator::rds_ii},
     {"gile-ss", RdsEstimator::successive_sampling}}};

inline constexpr std::array<std::pair<std::string_view, RdsBootstrap>, 4> rds_bootstraps{
    {{"tree", RdsBootstrap::tree},
     {"salganik", RdsBootstrap::salganik},
     {"gile-ss", RdsBootstrap::successive_sampling},
     {"none", RdsBootstrap::none}}};

inline constexpr std::array<std::pair<std::string_view, RdsIntervalForm>, 5> rds_interval_forms{
    {{"automatic", RdsIntervalForm::automatic},
     {"normal", RdsIntervalForm::normal},
     {"percentile", RdsIntervalForm::percentile},
     {"pivotal", RdsIntervalForm::pivotal},
     {"proportion", RdsIntervalForm::proportion}}};

/// How respondents recruited each other: [respondent_driven] of study.toml. Names are those of
/// questions; recruitment is told either by coupons or by the recruiter's id.
struct RespondentDrivenRules {
    bool given = false;
    std::string coupon = {};                      // with which the respondent came
    std::vector<std::string> coupons_given = {};  // to the respondent, to pass on
    std::string id = {};                          // the respondent's own
    std::string recruiter = {};                   // the id of who recruited the respondent
    std::vector<std::string> seeds = {};          // coupons or recruiters that say: a seed
    std::string network_size = {};
    int population_size = 0;            // of the people who could have been reached; 0: not known
    std::uint32_t population_line = 0;  // of study.toml, where that is said
    RdsEstimator estimator = RdsEstimator::rds_ii;
    RdsBootstrap bootstrap = RdsBootstrap::tree;
    RdsIntervalForm interval = RdsIntervalForm::automatic;
    bool seeds_counted = true;  // in estimates by weights: rds-ii and gile-ss
    int confidence = 95;        // per cent
    int replicates = 1000;
    int random_seed = 1;

    [[nodiscard]] bool by_coupons() const { return !coupon.empty() || !coupons_given.empty(); }

    [[nodiscard]] bool by_recruiters() const { return !recruiter.empty(); }
};

/// Whether `design` in study.toml says that respondents recruited each other.
[[nodiscard]] bool is_respondent_driven(std::string_view design);

/// What the section says of questions must be true of the questionnaire. `place` is that of
/// study.toml.
[[nodiscard]] Diagnostics check_respondent_driven(const StudyFile& file,
                                                  const Questionnaire& form,
                                                  const Place& place);

}  // namespace mtm
