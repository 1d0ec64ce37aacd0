#include "sampling/study_variance.h"

#include <map>
#include <numeric>
#include <set>

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

std::int32_t stratum_at(const SamplingStage& stage, std::size_t row) {
    return stage.strata.empty() ? 0 : stage.strata[row];
}

// The units of each first-stage stratum.
std::map<std::int32_t, std::set<std::int32_t>> units_by_stratum(const SamplingStage& first,
                                                                std::size_t rows) {
    std::map<std::int32_t, std::set<std::int32_t>> out;
    for (std::size_t row = 0; row < rows; ++row)
        out[stratum_at(first, row)].insert(first.units.empty() ? static_cast<std::int32_t>(row)
                                                               : first.units[row]);
    return out;
}

// The stratum of which the largest part was selected, but not all.
struct LargestFraction {
    double fraction = 0;
    std::string stratum;  // its name, if it has one
};

LargestFraction largest_fraction(const SamplingStage& first, std::size_t rows) {
    const auto units = units_by_stratum(first, rows);
    LargestFraction out;
    for (std::size_t row = 0; row < first.population.size(); ++row) {
        const auto sampled = static_cast<double>(units.at(stratum_at(first, row)).size());
        const double fraction = sampled / first.population[row];
        if (fraction <= out.fraction || fraction > 1 - fully_sampled) continue;
        const auto number = static_cast<std::size_t>(stratum_at(first, row));
        out = {fraction, number < first.stratum_names.size() ? first.stratum_names[number] : ""};
    }
    return out;
}

// R's replicates are of the first stage alone too, but nobody should have to know that.
void tell_of_what_replicates_leave_out(const VarianceRules& rules,
                                       const SampleDesign& design,
                                       const Place& place,
                                       Diagnostics& out) {
    const LargestFraction largest = largest_fraction(design.stages[0], design.weights.size());
    if (largest.fraction == 0) return;
    const std::string where = largest.stratum.empty() ? "" : " in “" + largest.stratum + "”";
    Diagnostic told{.code = "replicates-of-first-stage",
                    .severity = Severity::warning,
                    .place = place,
                    .message = {},
                    .remedy =
                        "Write method = \"linearization\" in [variance], which minds every "
                        "stage and its population."};
    if (rules.method != VarianceMethod::jackknife) {
        told.message = fmt::format(
            "These replicates do not mind of how many units the first were selected: variances "
            "come out up to {:.2f} times as large as they are{}, where {:.0f} per cent were.",
            1 / (1 - largest.fraction),
            where,
            100 * largest.fraction);
    } else if (design.stages.size() > 1) {
        told.message = fmt::format(
            "Replicates are of the first stage alone: of how people vary within what was selected "
            "there a part is left out, the share of units that were selected, up to {:.0f} per "
            "cent{}.",
            100 * largest.fraction,
            where);
    } else {
        return;
    }
    out.push_back(std::move(told));
}

// One factor for all: as R's jackknife has it, and there is none other for bootstraps.
void tell_of_lonely_strata(const SampleDesign& design, const Place& place, Diagnostics& out) {
    if (design.lonely != LonelyUnits::average) return;
    const SamplingStage& first = design.stages[0];
    const auto units = units_by_stratum(first, design.weights.size());
    std::set<std::int32_t> whole;  // strata whose one unit is all there is, and varies in nothing
    for (std::size_t row = 0; row < first.population.size(); ++row) {
        if (first.population[row] <= 1) whole.insert(stratum_at(first, row));
    }
    const auto lonely = std::ranges::count_if(units, [&](const auto& stratum) {
        return stratum.second.size() == 1 && !whole.contains(stratum.first);
    });
    if (lonely == 0) return;
    out.push_back(
        {.code = "replicates-lonely-average",
         .severity = Severity::warning,
         .place = place,
         .message = fmt::format(
             "{} of {} strata have one primary unit, and replicates make up for them by one factor "
             "for the whole sample: standard errors of groups come out too large where they have "
             "no such stratum, and too small where they have more of them.",
             lonely,
             units.size()),
         .remedy = "Write method = \"linearization\" in [variance], which minds the strata of each "
                   "group, or join such strata with others."});
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
        tell_of_what_replicates_leave_out(rules, design, place, out);
        tell_of_lonely_strata(design, place, out);
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
