#include "study/chart_check.h"

#include <algorithm>

#include <fmt/format.h>

namespace mtm {
namespace {

/// What a variable's table would have rows for; nothing where that is not known beforehand.
std::optional<std::size_t> categories_of(const Study& study, const std::string& name) {
    if (const DerivedVariable* derived = study.plan.find_derived(name)) {
        std::vector<std::string> names;
        for (const DerivedCategory& category : derived->categories) {
            if (std::ranges::find(names, category.name) == names.end())
                names.push_back(category.name);
        }
        return names.size();
    }
    const int question = study.questionnaire.find(name);
    if (question < 0) return std::nullopt;
    const Question& asked = study.questionnaire.questions[static_cast<std::size_t>(question)];
    if (asked.list < 0) return std::nullopt;
    return study.questionnaire.choices_of(question).choices.size();
}

bool takes_several(const Study& study, const std::string& name) {
    const int question = study.questionnaire.find(name);
    return question >= 0 &&
           study.questionnaire.questions[static_cast<std::size_t>(question)].type ==
               QuestionType::select_multiple;
}

struct ChartFault {
    std::string what;
    std::string remedy;
};

bool is_percent_of(const TableSpec& spec, PercentOf whole) {
    return spec.statistic == Statistic::percent && spec.percent_of == whole;
}

ChartFault of_the_row() {
    return {"percentages of the row are no parts of a whole",
            "Write bar by group; or take percent_of away."};
}

std::optional<ChartFault> fault_of_donut(const TableSpec& spec, const Study& study) {
    if (!spec.by.empty()) {
        return ChartFault{"a donut shows one group only", "Take by away, or write stacked."};
    }
    if (is_percent_of(spec, PercentOf::row)) return of_the_row();
    if (takes_several(study, spec.question)) {
        return ChartFault{"several answers are no parts of a whole", "Write bar."};
    }
    const auto count = categories_of(study, spec.question);
    if (!count || *count <= most_slices) return std::nullopt;
    return ChartFault{
        fmt::format(
            "it has {} answers, and a donut can be read with {} at most", *count, most_slices),
        "Write bar; or join answers in a derived variable."};
}

std::optional<ChartFault> fault_of_two(const TableSpec& spec, const Study& study) {
    const auto groups =
        spec.by.size() == 1 ? categories_of(study, spec.by.front()) : std::optional<std::size_t>(0);
    if (!groups || *groups == 2) return std::nullopt;
    return ChartFault{
        fmt::format("it needs two groups, and the table has {}",
                    spec.by.empty() ? std::string("none") : std::string("others")),
        "Give it one question of two choices under by, as sex; or write bar by group."};
}

std::optional<ChartFault> fault_of_many(const TableSpec& spec, const Study& study) {
    const auto count = categories_of(study, spec.question);
    if (!count) return std::nullopt;
    const auto top = static_cast<std::size_t>(std::max(spec.top, 0));
    const std::size_t shown = top > 0 ? std::min(*count, top) : *count;
    if (shown <= most_points) return std::nullopt;
    return ChartFault{
        fmt::format("it has {} answers, and lines can be read with {} at most", shown, most_points),
        "Write bar by group, or how many of the most frequent answers under top."};
}

std::optional<ChartFault> fault_of_whole(const TableSpec& spec, const Study& study) {
    if (is_percent_of(spec, PercentOf::row)) return of_the_row();
    if (!takes_several(study, spec.question)) return std::nullopt;
    return ChartFault{"several answers are no parts of a whole", "Write bar or bar by group."};
}

std::optional<ChartFault> fault_of_flow(const TableSpec& spec, const Study& study) {
    if (spec.by.empty()) {
        return ChartFault{"it needs to know where people come from",
                          "Name the question of origin under by."};
    }
    if (is_percent_of(spec, PercentOf::total)) {
        return ChartFault{"its bands are parts of each group, not of everyone",
                          "Take percent_of away, or write bar by group."};
    }
    return fault_of_whole(spec, study);
}

std::optional<ChartFault> fault_of_map(const TableSpec& spec, const Study& study) {
    const Areas& areas = study.file.areas;
    if (areas.file.empty() || areas.question.empty()) {
        return ChartFault{"the study has no areas", "Add a table [areas] to study.toml."};
    }
    const bool of_areas = spec.question == areas.question ||
                          (spec.by.size() == 1 && spec.by.front() == areas.question);
    if (of_areas) return std::nullopt;
    return ChartFault{"neither its question nor its by is “" + areas.question +
                          "”, whose choices "
                          "are the areas",
                      "Write by " + areas.question + ", alone."};
}

std::optional<ChartFault> chart_fault(const TableSpec& spec, const Study& study) {
    switch (spec.chart) {
        case ChartForm::donut:
            return fault_of_donut(spec, study);
        case ChartForm::pyramid:
            return fault_of_two(spec, study);
        case ChartForm::slope: {
            auto fault = fault_of_two(spec, study);
            return fault ? fault : fault_of_many(spec, study);
        }
        case ChartForm::line:
            return fault_of_many(spec, study);
        case ChartForm::stacked_bar:
        case ChartForm::diverging_bar:
            return fault_of_whole(spec, study);
        case ChartForm::flow:
            return fault_of_flow(spec, study);
        case ChartForm::map:
            return fault_of_map(spec, study);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Diagnostic> check_chart(const TableSpec& spec,
                                      const Study& study,
                                      const Place& place) {
    auto fault = chart_fault(spec, study);
    if (!fault) return std::nullopt;
    const bool map = spec.chart == ChartForm::map;
    return Diagnostic{.code = map ? "map-of-no-areas" : "chart-becomes-bars",
                      .severity = Severity::warning,
                      .place = place,
                      .message = "The table “" + spec.name +
                                 "” cannot be drawn so: " + fault->what + ". " +
                                 (map ? "It has no chart." : "It is drawn as bars."),
                      .remedy = std::move(fault->remedy)};
}

}  // namespace mtm
