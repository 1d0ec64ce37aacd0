#include "sampling/rds_analysis.h"

#include <algorithm>

#include "sampling/rds_methodology.h"

namespace mtm {
namespace {

class RdsEstimation {
public:
    explicit RdsEstimation(RdsAnalysis& out) : out_(out), sample_(out.sample), rules_(out.rules) {}

    Status weigh() {
        RdsWeights made = TRY(rds_weights(sample_, rules_));
        out_.weights = std::move(made.weights);
        fit_ = std::move(made.fit);
        return Done{};
    }

    void estimate(const std::vector<RdsQuestionColumns>& questions) {
        std::vector<RdsVariable> all;
        std::vector<std::size_t> first;
        for (const RdsQuestionColumns& question : questions) {
            first.push_back(all.size());
            all.insert(all.end(), question.variables.begin(), question.variables.end());
        }
        const std::vector<RdsReplicates> replicates = bootstrap(all);
        for (std::size_t q = 0; q < questions.size(); ++q)
            out_.questions.push_back(of_question(
                questions[q],
                std::span(replicates).subspan(first[q], questions[q].variables.size())));
    }

private:
    [[nodiscard]] bool by_rds_i(const RdsVariable& variable) const {
        return variable.groups > 0 && sample_.has_tree && sample_.has_sizes &&
               (rules_.estimator == RdsEstimator::rds_i ||
                rules_.estimator == RdsEstimator::rds_i_smoothed);
    }

    [[nodiscard]] Smoothing smoothing() const {
        return rules_.estimator == RdsEstimator::rds_i_smoothed ? Smoothing::data : Smoothing::none;
    }

    // None of a variable: its bootstrap does not exist, or there is nothing to draw from.
    [[nodiscard]] std::vector<RdsReplicates> bootstrap(const std::vector<RdsVariable>& all) const {
        std::vector<RdsReplicates> out(all.size());
        if (!sample_.has_tree || !sample_.has_sizes) return out;
        const BootstrapOptions options{rules_.replicates,
                                       static_cast<std::uint64_t>(rules_.random_seed)};
        if (rules_.bootstrap == RdsBootstrap::none) return out;
        if (rules_.bootstrap == RdsBootstrap::tree) {
            out = tree_bootstrap(sample_.tree, out_.weights, all, options);
            if (rules_.estimator == RdsEstimator::rds_ii ||
                rules_.estimator == RdsEstimator::successive_sampling)
                return out;
            std::vector<RdsReplicates> by_groups =
                tree_bootstrap_rds_i(sample_.tree, sample_.sizes, all, smoothing(), options);
            for (std::size_t v = 0; v < all.size(); ++v) {
                if (by_rds_i(all[v])) out[v] = std::move(by_groups[v]);
            }
            return out;
        }
        for (std::size_t v = 0; v < all.size(); ++v) {
            if (all[v].groups == 0) continue;
            const ChainEstimator estimator{
                .rds_i = by_rds_i(all[v]), .smoothing = smoothing(), .weights = out_.weights};
            out[v] =
                rules_.bootstrap == RdsBootstrap::salganik
                    ? salganik_bootstrap(sample_.tree, sample_.sizes, all[v], estimator, options)
                    : successive_sampling_bootstrap(
                          sample_.tree, sample_.sizes, all[v], *fit_, options);
        }
        return out;
    }

    // Shares of the groups, or the mean alone.
    [[nodiscard]] Result<std::vector<double>> estimates_of(const RdsVariable& variable) const {
        if (by_rds_i(variable))
            return rds_i_shares(recruitment_counts(sample_.tree, variable.codes, variable.groups),
                                degrees_by_group(sample_.sizes, variable.codes, variable.groups),
                                smoothing());
        if (variable.groups == 0) {
            if (const auto mean = weighted_mean_of(out_.weights, variable.values))
                return std::vector<double>{*mean};
        } else if (auto shares = weighted_shares(out_.weights, variable.codes, variable.groups)) {
            return std::move(*shares);
        }
        return Error{"nobody but seeds was asked, and seeds carry no weight"};
    }

    RdsQuestionEstimate of_question(const RdsQuestionColumns& question,
                                    std::span<const RdsReplicates> replicates) const {
        RdsQuestionEstimate out;
        out.name = question.name;
        out.label = question.label;
        out.number = question.number;
        out.multiple = question.multiple;
        out.base = question.base;
        const std::size_t in_estimate = question.number ? question.groups.front().n : question.base;
        const RdsIntervalOptions options =
            rds_interval_options(rules_, !question.number, in_estimate);
        for (const RdsGroup& group : question.groups) {
            const RdsVariable& variable = question.variables[group.variable];
            RdsGroupEstimate& each = out.groups.emplace_back();
            each.name = group.name;
            each.label = group.label;
            each.n = group.n;
            each.in_sample =
                question.number ? weighted_mean_of(std::vector<double>(variable.values.size(), 1),
                                                   variable.values)
                                      .value_or(0)
                                : static_cast<double>(group.n) / static_cast<double>(question.base);
            const auto estimates = estimates_of(variable);
            if (!estimates) {
                out.problem = "No estimate: " + estimates.error().message + ".";
                continue;
            }
            each.estimate = estimates.value()[group.group];
            const RdsReplicates& drawn = replicates[group.variable];
            if (drawn.width > 0)
                each.interval = rds_interval(*each.estimate, drawn.of(group.group), options);
        }
        if (out.problem.empty()) out.problem = why_no_interval(question, out, replicates);
        tell_of_zeros(question, out);
        if (sample_.has_tree && !question.number) describe(question, out);
        return out;
    }

    [[nodiscard]] std::string why_no_interval(const RdsQuestionColumns& question,
                                              const RdsQuestionEstimate& out,
                                              std::span<const RdsReplicates> replicates) const {
        const bool all = std::ranges::all_of(
            out.groups, [](const RdsGroupEstimate& group) { return group.interval.has_value(); });
        if (all || !sample_.has_tree || !sample_.has_sizes ||
            rules_.bootstrap == RdsBootstrap::none)
            return {};  // the methodology says why no question has one
        if (std::ranges::any_of(replicates,
                                [](const RdsReplicates& each) { return each.count() > 1; }))
            return "No interval where every bootstrap sample gives the same, as of an answer that "
                   "everybody gave: that nobody else would give another does not follow.";
        if (question.number)
            return "No interval: this bootstrap is of groups, not of means; the tree bootstrap is "
                   "of both.";
        return "No interval: nobody in the base recruited anybody.";
    }

    // RDS-I goes by who recruited whom: whom only seeds or their own kind brought counts as nobody.
    void tell_of_zeros(const RdsQuestionColumns& question, RdsQuestionEstimate& out) const {
        std::string labels;
        for (std::size_t g = 0; g < out.groups.size(); ++g) {
            const RdsGroupEstimate& group = out.groups[g];
            if (group.n > 0 && group.estimate == 0.0 &&
                by_rds_i(question.variables[question.groups[g].variable]))
                labels += (labels.empty() ? "“" : ", “") + group.label + "”";
        }
        if (labels.empty()) return;
        if (!out.problem.empty()) out.problem += " ";
        out.problem += "RDS-I estimates nobody of " + labels +
                       " though some were interviewed, since nobody of another answer recruited "
                       "one of them: take the estimator rds-ii.";
    }

    void describe(const RdsQuestionColumns& question, RdsQuestionEstimate& out) const {
        const RecruitmentTree& tree = sample_.tree;
        for (std::size_t g = 0; g < question.groups.size(); ++g) {
            const RdsGroup& group = question.groups[g];
            const RdsVariable& variable = question.variables[group.variable];
            const RecruitmentHomophily homophily =
                recruitment_homophily(tree, variable.codes, variable.groups);
            out.groups[g].recruitment_homophily = homophily.by_group[group.group];
            if (!question.multiple) out.recruitment_homophily = homophily.overall;
            if (sample_.has_sizes)
                out.groups[g].population_homophily =
                    population_homophily(tree,
                                         sample_.sizes,
                                         out_.weights,
                                         variable.codes,
                                         variable.groups)[group.group];
            GrowingEstimate growing =
                growing_estimate(sample_.order, out_.weights, variable.codes, variable.groups);
            out.convergence.push_back({group.label,
                                       std::move(growing.interviews),
                                       std::move(growing.shares[group.group])});
        }
        const auto largest = std::ranges::max_element(question.groups, std::less<>(), &RdsGroup::n);
        if (largest == question.groups.end()) return;
        out.bottleneck_of = largest->label;
        const RdsVariable& variable = question.variables[largest->variable];
        std::vector<GrowingEstimate> by_seed = growing_estimates_by_seed(
            tree, sample_.order, out_.weights, variable.codes, variable.groups);
        for (std::size_t s = 0; s < by_seed.size(); ++s) {
            if (by_seed[s].interviews.size() < 2) continue;
            out.bottleneck.push_back({"Seed " + std::to_string(s + 1),
                                      std::move(by_seed[s].interviews),
                                      std::move(by_seed[s].shares[largest->group])});
        }
    }

    RdsAnalysis& out_;
    const RdsSample& sample_;
    const RespondentDrivenRules& rules_;
    std::optional<SuccessiveSamplingFit> fit_;
};

}  // namespace

Result<RdsWeights> rds_weights(const RdsSample& sample, const RespondentDrivenRules& rules) {
    RdsWeights out;
    out.weights.assign(sample.tree.size(), 1);
    if (!sample.has_sizes) return out;
    out.weights = rds_ii_weights(
        sample.tree,
        sample.sizes,
        rules.seeds_counted || !sample.has_tree ? SeedsIn::counted : SeedsIn::left_out);
    if (rules.estimator != RdsEstimator::successive_sampling) return out;
    out.fit = TRY(
        fit_successive_sampling(sample.sizes,
                                {.population = rules.population_size,
                                 .random_seed = static_cast<std::uint64_t>(rules.random_seed)}));
    const std::vector<double> weights = successive_sampling_weights(*out.fit, sample.sizes);
    for (std::size_t row = 0; row < weights.size(); ++row)
        out.weights[row] = out.weights[row] > 0 ? weights[row] : 0;
    return out;
}

Result<RdsAnalysis> analyse_respondent_driven(const Study& study,
                                              const Dataset& dataset,
                                              RdsSample sample,
                                              const std::vector<std::string>& questions) {
    RdsAnalysis out;
    out.sample = std::move(sample);
    out.rules = study.file.respondent_driven;
    RdsEstimation estimation(out);
    TRY(estimation.weigh());
    std::vector<RdsQuestionColumns> columns;
    for (const std::string& name : questions) {
        auto question = rds_question(study, dataset, name);
        if (question)
            columns.push_back(std::move(question).value());
        else
            out.problems.push_back(question.error().message);
    }
    estimation.estimate(columns);
    if (out.sample.has_tree) {
        out.waves = count_waves(out.sample.tree);
        out.chains = seed_chains(out.sample.tree);
    }
    out.methodology = rds_methodology(out);
    return out;
}

}  // namespace mtm
