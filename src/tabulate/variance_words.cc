#include "tabulate/variance_words.h"

#include <cmath>

#include <fmt/format.h>

namespace mtm {
namespace {

template <typename... Args>
std::string said(std::string_view phrase, const Args&... args) {
    return fmt::format(fmt::runtime(phrase), args...);
}

template <typename Names, typename Value>
std::string_view name_in(const Names& names, const Value& value) {
    for (const auto& [name, each] : names) {
        if (each == value) return name;
    }
    return {};
}

std::string method_in_words(const VarianceRules& rules,
                            std::size_t replicates,
                            const VarianceWords& words) {
    const auto n = fmt::arg("n", replicates);
    const auto seed = fmt::arg("seed", rules.seed);
    switch (rules.method) {
        case VarianceMethod::linearization:
            break;
        case VarianceMethod::jackknife:
            return said(words.jackknife, n);
        case VarianceMethod::brr:
            return said(words.brr, n);
        case VarianceMethod::fay:
            return said(words.fay, n, fmt::arg("rho", rules.rho));
        case VarianceMethod::bootstrap:
            return said(words.bootstrap, n, seed);
        case VarianceMethod::canty_davison:
            return said(words.canty_davison, n, seed);
    }
    return std::string(words.linearization);
}

std::string df_in_words(const VarianceRules& rules, const VarianceWords& words) {
    if (!rules.df) return std::string(words.student);
    if (std::isinf(*rules.df)) return std::string(words.normal);
    return said(words.student_with, fmt::arg("df", *rules.df));
}

std::string lonely_in_words(LonelyUnits lonely, const VarianceWords& words) {
    switch (lonely) {
        case LonelyUnits::certainty:
            return std::string(words.nothing);
        case LonelyUnits::adjust:
            return std::string(words.adjusted);
        case LonelyUnits::average:
            return std::string(words.averaged);
        case LonelyUnits::fail:
            break;
    }
    return {};
}

// Whether some stratum of the first stage has one unit, though the population has more.
bool has_lonely_units(const SampleDesign& design) {
    SampleDesign first = design;
    first.stages.resize(1);
    first.lonely = LonelyUnits::fail;
    for (const Diagnostic& found : check_design(first)) {
        if (found.code == "lonely-unit") return true;
    }
    return false;
}

std::string_view form_in_words(const RespondentDrivenRules& rules, const VarianceWords& words) {
    switch (rules.interval) {
        case RdsIntervalForm::automatic:
        case RdsIntervalForm::percentile:
            return words.percentile;
        case RdsIntervalForm::pivotal:
            return words.pivotal;
        case RdsIntervalForm::normal:
            return words.around;
        case RdsIntervalForm::proportion:
            return words.proportion;
    }
    return {};
}

std::vector<std::string> recruitment_in_words(const RespondentDrivenRules& rules,
                                              const Dataset& dataset,
                                              const VarianceWords& words) {
    const bool gile = rules.estimator == RdsEstimator::successive_sampling;
    std::vector<std::string> out{
        said(words.recruited, fmt::arg("estimator", gile ? words.gile : words.volz_heckathorn))};
    if (dataset.replicates == nullptr) {
        out.push_back(said(words.no_margins, fmt::arg("reason", dataset.no_replicates)));
    } else {
        out.push_back(said(words.tree,
                           fmt::arg("n", rules.replicates),
                           fmt::arg("seed", rules.random_seed),
                           fmt::arg("confidence", rules.confidence),
                           fmt::arg("form", form_in_words(rules, words))));
    }
    return out;
}

}  // namespace

std::vector<std::string> variance_words(const Study& study,
                                        const Dataset& dataset,
                                        const VarianceWords& words) {
    if (dataset.design == nullptr) return {};
    if (is_respondent_driven(study.file.design))
        return recruitment_in_words(study.file.respondent_driven, dataset, words);
    if (!dataset.design->has_stages()) return {};
    const VarianceRules& rules = study.file.variance;
    const SampleDesign& design = dataset.design->design();
    const std::size_t replicates = dataset.replicates ? dataset.replicates->size() : 0;
    std::vector<std::string> out{method_in_words(rules, replicates, words)};
    if (replicates > 0 && !design.calibrations.empty()) out.emplace_back(words.calibrated);
    const auto confidence = fmt::arg("confidence", rules.confidence);
    out.push_back(rules.interval
                      ? said(words.chosen_interval,
                             confidence,
                             fmt::arg("method", name_in(interval_methods, *rules.interval)))
                      : said(words.usual_interval, confidence));
    out.push_back(df_in_words(rules, words));
    if (has_lonely_units(design)) out.push_back(lonely_in_words(design.lonely, words));
    return out;
}

}  // namespace mtm
