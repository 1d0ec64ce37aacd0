#include "sampling/rds_methodology.h"

#include <algorithm>

namespace mtm {
namespace {

std::string interval_in_words(const RespondentDrivenRules& rules) {
    switch (rules.interval) {
        case RdsIntervalForm::percentile:
            return "percentile";
        case RdsIntervalForm::pivotal:
            return "pivotal";
        case RdsIntervalForm::normal:
            return "normal";
        case RdsIntervalForm::proportion:
            return "normal (percentile near 0 and 100%)";
        case RdsIntervalForm::automatic:
            return rules.bootstrap == RdsBootstrap::tree ? "percentile"
                                                         : "normal (percentile near 0 and 100%)";
    }
    return {};
}

std::string counted_words(std::size_t count, const std::string& one) {
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::string of_the_sample(const RecruitmentTree& tree) {
    const std::size_t seeds = tree.seeds().size();
    return "Respondents recruited each other: " + counted_words(seeds, "seed") + " led to " +
           counted_words(tree.size() - seeds, "recruit") + " in up to " +
           counted_words(row_index(std::max(tree.waves() - 1, 0)), "wave") + ".";
}

std::string of_the_estimator(const RespondentDrivenRules& rules) {
    return "Estimates are by " + rds_estimator_in_words(rules) +
           "; they assume that respondents recruit at random among the people they know, report "
           "how many these are correctly, and that all of the population is connected.";
}

std::string of_replaced_sizes(const RdsSample& sample) {
    return "In " + std::to_string(sample.replaced_sizes) +
           " interviews the network size was missing or no whole number from 1; it was taken to "
           "be the largest reported.";
}

}  // namespace

std::string rds_estimator_in_words(const RespondentDrivenRules& rules) {
    const std::string seeds = rules.seeds_counted ? ", seeds counted" : ", seeds left out";
    switch (rules.estimator) {
        case RdsEstimator::rds_i:
            return "RDS-I (Salganik–Heckathorn)";
        case RdsEstimator::rds_i_smoothed:
            return "RDS-I (Salganik–Heckathorn), data-smoothed";
        case RdsEstimator::rds_ii:
            return "RDS-II (Volz–Heckathorn)" + seeds;
        case RdsEstimator::successive_sampling:
            return "Gile’s successive sampling for a population of " +
                   std::to_string(rules.population_size) + seeds;
    }
    return {};
}

std::string rds_bootstrap_in_words(const RespondentDrivenRules& rules) {
    std::string out;
    switch (rules.bootstrap) {
        case RdsBootstrap::tree:
            out = "the tree bootstrap";
            break;
        case RdsBootstrap::salganik:
            out = "Salganik’s bootstrap";
            break;
        case RdsBootstrap::successive_sampling:
            out = "Gile’s successive sampling bootstrap";
            break;
        case RdsBootstrap::none:
            return "no bootstrap";
    }
    return out + ", " + std::to_string(rules.replicates) + " replicates, " +
           std::to_string(rules.confidence) + "% " + interval_in_words(rules) + " intervals";
}

std::vector<std::string> rds_methodology(const RdsAnalysis& analysis) {
    const RdsSample& sample = analysis.sample;
    std::vector<std::string> out;
    if (sample.has_tree) out.push_back(of_the_sample(sample.tree));
    if (!sample.has_sizes) {
        out.push_back(
            std::string(sample.has_tree ? "" : "The interviews do not tell who recruited whom. ") +
            "Nobody’s network size is known, so nobody’s chance of being reached can be estimated: "
            "what is shown are the shares among the people interviewed, unweighted and without "
            "margins of error. They describe these people and nobody else, and no difference "
            "between groups or rounds may be called significant.");
        return out;
    }
    if (!sample.has_tree) {
        RespondentDrivenRules by_weights = analysis.rules;  // RDS-I needs the recruitment
        if (by_weights.estimator != RdsEstimator::successive_sampling)
            by_weights.estimator = RdsEstimator::rds_ii;
        by_weights.seeds_counted = true;
        out.push_back(
            "The interviews do not tell who recruited whom. They are weighted by network size, "
            "by " +
            rds_estimator_in_words(by_weights) +
            ", because people whom many know are reached more easily. How far the estimates may "
            "lie from the truth cannot be told without the recruitment: they have no margins of "
            "error, and no difference between groups or rounds may be called significant.");
        return out;
    }
    out.push_back(of_the_estimator(analysis.rules));
    if (analysis.rules.estimator == RdsEstimator::rds_i ||
        analysis.rules.estimator == RdsEstimator::rds_i_smoothed)
        out.push_back("Means of numbers are by RDS-II: RDS-I estimates shares of groups only.");
    out.push_back(analysis.rules.bootstrap == RdsBootstrap::none
                      ? std::string("No margin of error was computed.")
                      : "Margins of error are by " + rds_bootstrap_in_words(analysis.rules) +
                            " (random seed " + std::to_string(analysis.rules.random_seed) + ").");
    if (analysis.rules.bootstrap == RdsBootstrap::salganik ||
        analysis.rules.bootstrap == RdsBootstrap::successive_sampling)
        out.push_back(
            "This bootstrap has been found to give intervals that are too narrow; the tree "
            "bootstrap is the cautious choice.");
    if (sample.replaced_sizes > 0) out.push_back(of_replaced_sizes(sample));
    return out;
}

std::vector<std::string> rds_weights_in_words(const RdsSample& sample,
                                              const RespondentDrivenRules& rules) {
    std::vector<std::string> out;
    if (sample.has_tree) {
        out.push_back(of_the_sample(sample.tree));
        out.push_back(of_the_estimator(rules));
    } else {
        RdsAnalysis analysis;
        analysis.sample = sample;
        analysis.rules = rules;
        out = rds_methodology(analysis);
    }
    if (sample.replaced_sizes > 0) out.push_back(of_replaced_sizes(sample));
    return out;
}

}  // namespace mtm
