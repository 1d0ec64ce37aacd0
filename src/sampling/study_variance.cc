#include "sampling/study_variance.h"

#include <numeric>

#include <fmt/format.h>

#include "estimation/certain_units.h"
#include "sampling/rds_analysis.h"
#include "sampling/rds_methodology.h"
#include "sampling/replicate_calibration.h"

namespace mtm {
namespace {

ReplicateOptions replicate_options(const VarianceRules& rules, const SampleDesign& design) {
    ReplicateOptions out;
    out.replicates = rules.replicates;
    out.seed = static_cast<std::uint64_t>(rules.seed);
    out.fay_rho = rules.rho;
    switch (rules.method) {
        case VarianceMethod::jackknife:
            out.method =
                stage_size(design, 0).strata > 1 ? ReplicateMethod::jkn : ReplicateMethod::jk1;
            break;
        case VarianceMethod::brr:
            out.method = ReplicateMethod::brr;
            break;
        case VarianceMethod::fay:
            out.method = ReplicateMethod::fay;
            break;
        case VarianceMethod::canty_davison:
            out.method = ReplicateMethod::bootstrap;
            break;
        case VarianceMethod::linearization:
        case VarianceMethod::bootstrap:
            out.method = ReplicateMethod::subbootstrap;
            break;
    }
    return out;
}

void add_placed(Diagnostics found, const Place& place, Diagnostics& out) {
    for (Diagnostic& mistake : found) {
        mistake.place = place;
        out.push_back(std::move(mistake));
    }
}

// How often each person is in each sample of the tree bootstrap: rows are the units.
ReplicateWeights tree_replicates(const RecruitmentTree& tree, const RespondentDrivenRules& rules) {
    ReplicateWeights out;
    out.units = tree.size();
    out.unit_of_row.resize(out.units);
    std::iota(out.unit_of_row.begin(), out.unit_of_row.end(), 0U);
    out.alike = true;
    out.scale = 1.0 / (rules.replicates - 1);
    out.scales.assign(static_cast<std::size_t>(rules.replicates), 1);
    Random random(static_cast<std::uint64_t>(rules.random_seed));
    std::vector<std::uint32_t> times;
    for (int i = 0; i < rules.replicates; ++i) {
        draw_from_tree(tree, random, times);
        out.factors.emplace_back(times.begin(), times.end());
    }
    return out;
}

std::string why_no_replicates(const RdsSample& sample, const RespondentDrivenRules& rules) {
    if (!sample.has_tree) return "the interviews do not tell who recruited whom";
    if (rules.bootstrap == RdsBootstrap::none) return "the study asks for no bootstrap";
    if (rules.bootstrap == RdsBootstrap::tree) return {};
    return "this bootstrap is of one question at a time; mtm rds has its intervals";
}

}  // namespace

Diagnostics give_design(const Study& study,
                        SampleDesign design,
                        const Place& place,
                        Dataset& dataset) {
    Diagnostics out;
    const VarianceRules& rules = study.file.variance;
    // Balanced replicates are of pairs of places, whatever their number in the population.
    const bool balanced =
        rules.method == VarianceMethod::brr || rules.method == VarianceMethod::fay;
    if (!balanced) design = open_certain_units(std::move(design));
    std::shared_ptr<const ReplicateVariance> replicates;
    if (rules.by_replicates() && !design.stages.empty()) {
        MadeReplicates made = make_replicates(design, replicate_options(rules, design));
        add_placed(std::move(made.diagnostics), place, out);
        if (has_errors(out)) return out;
        CalibratedReplicates calibrated = calibrate_replicates(design, made.replicates);
        add_placed(std::move(calibrated.diagnostics), place, out);
        if (has_errors(out)) return out;
        replicates = std::move(calibrated.replicates);
    }
    dataset.replicates = std::move(replicates);
    dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    return out;
}

Status give_recruitment_weights(const Study& study, const RdsSample& sample, Dataset& dataset) {
    const RespondentDrivenRules& rules = study.file.respondent_driven;
    const bool gives_weights = rules.estimator == RdsEstimator::rds_ii ||
                               rules.estimator == RdsEstimator::successive_sampling ||
                               !sample.has_tree;
    if (!sample.has_sizes || !gives_weights) return Done{};
    SampleDesign design;
    design.weights = TRY(rds_weights(sample, rules)).weights;
    if (rules.bootstrap == RdsBootstrap::tree && sample.has_tree)
        dataset.replicates = std::make_shared<const ReplicateVariance>(
            tree_replicates(sample.tree, rules), design.weights);
    dataset.no_replicates = why_no_replicates(sample, rules);
    dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    dataset.weighting = rds_weights_in_words(sample, rules);
    return Done{};
}

}  // namespace mtm
