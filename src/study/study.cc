#include "study/study.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "questionnaire/versions.h"

namespace mtm {
namespace {

constexpr std::array<std::pair<std::string_view, Statistic>, 7> statistics{{
    {"percent", Statistic::percent},
    {"count", Statistic::count},
    {"mean", Statistic::mean},
    {"median", Statistic::median},
    {"total", Statistic::total},
    {"ratio", Statistic::ratio},
    {"quantile", Statistic::quantile},
}};

constexpr std::array<std::pair<std::string_view, ChartForm>, 18> charts{{
    {"bar", ChartForm::bar},
    {"bar by group", ChartForm::grouped_bar},
    {"bar_by_group", ChartForm::grouped_bar},
    {"grouped", ChartForm::grouped_bar},
    {"stacked", ChartForm::stacked_bar},
    {"diverging", ChartForm::diverging_bar},
    {"likert", ChartForm::diverging_bar},
    {"pyramid", ChartForm::pyramid},
    {"donut", ChartForm::donut},
    {"dots", ChartForm::dots},
    {"dot", ChartForm::dots},
    {"line", ChartForm::line},
    {"slope", ChartForm::slope},
    {"map", ChartForm::map},
    {"flow", ChartForm::flow},
    {"sankey", ChartForm::flow},
    {"none", ChartForm::none},
    {"automatic", ChartForm::automatic},
}};

}  // namespace

std::string_view name_of(Statistic statistic) {
    for (const auto& [name, value] : statistics) {
        if (value == statistic) return name;
    }
    return {};
}

std::string written(Statistic statistic, double share) {
    const std::string name(name_of(statistic));
    return statistic == Statistic::quantile ? fmt::format("{} {}", name, share) : name;
}

std::optional<double> quantile_named(std::string_view text) {
    constexpr std::string_view word = "quantile";
    if (!lower_ascii(trim(text)).starts_with(word)) return std::nullopt;
    std::string_view part = trim(trim(text).substr(word.size()));
    if (part.starts_with('(') && part.ends_with(')')) part = trim(part.substr(1, part.size() - 2));
    double share = 0;
    const char* end = part.data() + part.size();
    const auto parsed = std::from_chars(part.data(), end, share);
    if (parsed.ec != std::errc() || parsed.ptr != end || !(share > 0 && share < 1))
        return std::nullopt;
    return share;
}

std::optional<Statistic> statistic_named(std::string_view name) {
    const std::string folded = lower_ascii(squeeze(name));
    for (const auto& [known, value] : statistics) {
        // A quantile is none before it is said which.
        if (known == folded && value != Statistic::quantile) return value;
    }
    return std::nullopt;
}

std::optional<ChartForm> chart_named(std::string_view name) {
    const std::string folded = lower_ascii(squeeze(name));
    for (const auto& [known, value] : charts) {
        if (known == folded) return value;
    }
    return std::nullopt;
}

std::string_view name_of(PercentOf percent_of) {
    switch (percent_of) {
        case PercentOf::row:
            return "row";
        case PercentOf::total:
            return "total";
        case PercentOf::column:
            break;
    }
    return "column";
}

std::optional<PercentOf> percent_of_named(std::string_view name) {
    const std::string folded = lower_ascii(squeeze(name));
    for (const PercentOf one : {PercentOf::column, PercentOf::row, PercentOf::total}) {
        if (name_of(one) == folded) return one;
    }
    return std::nullopt;
}

const std::vector<std::string>& chart_names() {
    static const std::vector<std::string> names{"bar",
                                                "bar by group",
                                                "stacked",
                                                "diverging",
                                                "pyramid",
                                                "donut",
                                                "dots",
                                                "line",
                                                "slope",
                                                "map",
                                                "flow",
                                                "none"};
    return names;
}

int DerivedVariable::find(std::string_view category) const {
    const auto at = std::ranges::find(categories, category, &DerivedCategory::name);
    return at == categories.end() ? -1 : static_cast<int>(at - categories.begin());
}

const DerivedVariable* Plan::find_derived(std::string_view name) const {
    const auto at = std::ranges::find(derived, name, &DerivedVariable::name);
    return at == derived.end() ? nullptr : &*at;
}

const TableSpec* Plan::find_table(std::string_view name) const {
    const auto at = std::ranges::find(tables, name, &TableSpec::name);
    return at == tables.end() ? nullptr : &*at;
}

const Questionnaire& Study::form_of(std::string_view version) const {
    const Questionnaire* found = find_version(versions, version);
    return found != nullptr ? *found : questionnaire;
}

}  // namespace mtm
