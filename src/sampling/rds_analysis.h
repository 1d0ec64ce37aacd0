#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sampling/rds_interval.h"
#include "sampling/rds_sample.h"

namespace mtm {

/// The estimate of one group of a question (a share from 0 to 1), or of a number's mean.
struct RdsGroupEstimate {
    std::string name;  // of the choice; empty where it is none
    std::string label;
    std::size_t n = 0;
    double in_sample = 0;  // unweighted
    std::optional<double> estimate;
    std::optional<RdsInterval> interval;
    std::optional<double> recruitment_homophily;
    std::optional<double> population_homophily;
};

/// How one group's estimate grew with the sample, and with each seed's chain.
struct RdsGrowth {
    std::string label;
    std::vector<int> interviews;
    std::vector<double> shares;
};

struct RdsQuestionEstimate {
    std::string name;
    std::string label;
    bool number = false;
    bool multiple = false;
    std::size_t base = 0;  // everybody who was asked; a mean is of the n who gave a number
    std::vector<RdsGroupEstimate> groups;
    std::string problem;  // why there is no estimate, or no interval; empty if there are both
    std::optional<double> recruitment_homophily;  // of all groups together; not of several answers
    std::vector<RdsGrowth> convergence;           // of each group
    std::string bottleneck_of;                    // the group that the next shows: the largest
    std::vector<RdsGrowth> bottleneck;            // of each seed with a chain
};

struct RdsAnalysis {
    RdsSample sample;
    RespondentDrivenRules rules;
    std::vector<double> weights;  // of each row, with a mean of 1; all 1 without network sizes
    std::vector<WaveCount> waves;
    std::vector<SeedChain> chains;
    std::vector<RdsQuestionEstimate> questions;
    std::vector<std::string> problems;     // with questions that were asked for
    std::vector<std::string> methodology;  // sentences: what was done, and what it allows to say
};

/// Weights of a respondent-driven sample.
struct RdsWeights {
    std::vector<double> weights;  // of each row, with a mean of 1; all 1 without network sizes
    std::optional<SuccessiveSamplingFit> fit;  // of the estimator gile-ss
};

/// Weights by Gile's successive sampling where that is the study's estimator, else by RDS-II. An
/// error if the settings cannot be met: a population smaller than the sample.
[[nodiscard]] Result<RdsWeights> rds_weights(const RdsSample& sample,
                                             const RespondentDrivenRules& rules);

/// Estimates questions as [respondent_driven] of study.toml says. Without recruitment or network
/// sizes no estimate has an interval, and `methodology` says what that allows. REQUIRES: the
/// sample's diagnostics hold no error. An error if the settings cannot be met: a population
/// smaller than the sample.
[[nodiscard]] Result<RdsAnalysis> analyse_respondent_driven(
    const Study& study,
    const Dataset& dataset,
    RdsSample sample,
    const std::vector<std::string>& questions);

}  // namespace mtm
