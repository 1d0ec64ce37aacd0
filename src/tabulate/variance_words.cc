#include "tabulate/variance_words.h"

#include <cmath>

#include <fmt/format.h>

namespace mtm {
namespace {

struct VarianceWords {
    std::string_view linearization;
    std::string_view jackknife;      // {n}
    std::string_view brr;            // {n}
    std::string_view fay;            // {n} {rho}
    std::string_view bootstrap;      // {n} {seed}
    std::string_view canty_davison;  // {n} {seed}
    std::string_view calibrated;
    std::string_view usual_interval;   // {confidence}
    std::string_view chosen_interval;  // {confidence} {method}
    std::string_view student;
    std::string_view student_with;  // {df}
    std::string_view normal;
    std::string_view nothing;  // what a stratum of one unit adds
    std::string_view adjusted;
    std::string_view averaged;
    std::string_view recruited;  // {estimator}
    std::string_view volz_heckathorn;
    std::string_view gile;
    std::string_view tree;        // {n} {confidence} {form} {seed}
    std::string_view no_margins;  // {reason}
    std::string_view percentile;
    std::string_view pivotal;
    std::string_view around;
    std::string_view proportion;
};

constexpr VarianceWords english{
    .linearization =
        "Margins of error are by Taylor linearisation over the strata and clusters of the sample.",
    .jackknife =
        "Margins of error are by the jackknife: {n} replicates, each without one primary "
        "unit of the sample.",
    .brr = "Margins of error are by balanced repeated replication: {n} replicates.",
    .fay = "Margins of error are by Fay’s balanced replication (ρ = {rho}): {n} replicates.",
    .bootstrap =
        "Margins of error are by the bootstrap of Rao and Wu: {n} replicates (random seed "
        "{seed}).",
    .canty_davison =
        "Margins of error are by the bootstrap of Canty and Davison: {n} replicates "
        "(random seed {seed}).",
    .calibrated = "The weights of each replicate were brought to the known totals again.",
    .usual_interval =
        "Intervals are of {confidence} per cent; those of percentages by the logit, "
        "and by the beta distribution under 5 and over 95 per cent.",
    .chosen_interval =
        "Intervals are of {confidence} per cent; those of percentages by the method “{method}”.",
    .student = "They are by Student’s t with the degrees of freedom of the sample.",
    .student_with = "They are by Student’s t with {df} degrees of freedom.",
    .normal = "They are by the normal distribution.",
    .nothing = "A stratum of which one unit alone was interviewed is taken not to vary.",
    .adjusted =
        "A stratum of which one unit alone was interviewed is taken to vary as far as that "
        "unit lies from the mean of all.",
    .averaged =
        "A stratum of which one unit alone was interviewed is taken to vary as the others "
        "do on average.",
    .recruited =
        "Respondents recruited each other, and percentages and means are weighted by {estimator}: "
        "people whom many know are reached more easily.",
    .volz_heckathorn = "network size (RDS-II, Volz and Heckathorn)",
    .gile = "Gile’s successive sampling",
    .tree =
        "Margins of error are by the tree bootstrap: {n} replicates (random seed {seed}), {form} "
        "intervals of {confidence} per cent.",
    .no_margins = "There are no margins of error: {reason}.",
    .percentile = "percentile",
    .pivotal = "pivotal",
    .around = "normal",
    .proportion = "normal (percentile near 0 and 100)",
};

constexpr VarianceWords russian{
    .linearization = "Погрешности рассчитаны линеаризацией Тейлора по стратам и кластерам выборки.",
    .jackknife =
        "Погрешности рассчитаны методом складного ножа: {n} повторных наборов весов, каждый без "
        "одной "
        "первичной единицы отбора.",
    .brr =
        "Погрешности рассчитаны методом сбалансированных полувыборок: {n} повторных наборов весов.",
    .fay =
        "Погрешности рассчитаны методом сбалансированных полувыборок Фэя (ρ = {rho}): {n} "
        "повторных наборов "
        "весов.",
    .bootstrap =
        "Погрешности рассчитаны бутстрепом Рао и Ву: {n} повторных наборов весов (начальное число "
        "{seed}).",
    .canty_davison =
        "Погрешности рассчитаны бутстрепом Канти и Дэвисона: {n} повторных наборов весов "
        "(начальное "
        "число {seed}).",
    .calibrated = "Веса каждого повторного набора заново приведены к известным итогам.",
    .usual_interval =
        "Доверительные интервалы — {confidence}-процентные; для процентов — через логит, а ниже 5 "
        "и "
        "выше 95 процентов — через бета-распределение.",
    .chosen_interval =
        "Доверительные интервалы — {confidence}-процентные; для процентов — методом «{method}».",
    .student = "Использовано распределение Стьюдента с числом степеней свободы выборки.",
    .student_with = "Использовано распределение Стьюдента; число степеней свободы — {df}.",
    .normal = "Использовано нормальное распределение.",
    .nothing =
        "Страта, в которой опрошена лишь одна единица отбора, считается не имеющей разброса.",
    .adjusted =
        "Разброс страты, в которой опрошена лишь одна единица отбора, принят равным отклонению "
        "этой единицы "
        "от общего среднего.",
    .averaged =
        "Разброс страты, в которой опрошена лишь одна единица отбора, принят равным среднему по "
        "остальным "
        "стратам.",
    .recruited =
        "Респонденты приглашали друг друга; проценты и средние взвешены {estimator}: до людей, "
        "которых "
        "знают многие, дойти легче.",
    .volz_heckathorn = "по размеру круга знакомых (RDS-II, Вольц и Хекаторн)",
    .gile = "по методу последовательного отбора Джайл",
    .tree =
        "Погрешности рассчитаны древесным бутстрепом: {n} повторных выборок (начальное число "
        "{seed}), "
        "{form} интервалы, {confidence} процентов.",
    .no_margins = "Погрешностей нет: {reason}.",
    .percentile = "процентильные",
    .pivotal = "опорные",
    .around = "нормальные",
    .proportion = "нормальные (процентильные около 0 и 100)",
};

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
                                        std::string_view language) {
    const VarianceWords& words = language == "ru" ? russian : english;
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
