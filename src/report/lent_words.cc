#include "report/lent_words.h"

#include <algorithm>
#include <utility>

#include "report/language.h"

namespace mtm {
namespace {

constexpr std::pair<std::string_view, std::string ChartWords::*> chart_fields[] = {
    // clang-format off
    {"bar", &ChartWords::bar},
    {"stacked_bar", &ChartWords::stacked_bar},
    {"pyramid", &ChartWords::pyramid},
    {"donut", &ChartWords::donut},
    {"dots", &ChartWords::dots},
    {"line", &ChartWords::line},
    {"slope", &ChartWords::slope},
    {"flow", &ChartWords::flow},
    {"map", &ChartWords::map},
    {"open_quote", &ChartWords::open_quote},
    {"close_quote", &ChartWords::close_quote},
    {"first", &ChartWords::first},
    {"first_of_shown", &ChartWords::first_of_shown},
    {"followed", &ChartWords::followed},
    {"multiple", &ChartWords::multiple},
    {"alone", &ChartWords::alone},
    {"first_everywhere", &ChartWords::first_everywhere},
    {"differ", &ChartWords::differ},
    {"largest_of_group", &ChartWords::largest_of_group},
    {"peak", &ChartWords::peak},
    {"peak_bare", &ChartWords::peak_bare},
    {"rose", &ChartWords::rose},
    {"fell", &ChartWords::fell},
    {"largest_flow", &ChartWords::largest_flow},
    {"highest_area", &ChartWords::highest_area},
    {"areas_covered", &ChartWords::areas_covered},
    // clang-format on
};

constexpr std::pair<std::string_view, std::array<std::string, 9> ChartWords::*> chart_lists[] = {
    {"about_times", &ChartWords::about_times}, {"more_than_times", &ChartWords::more_than_times}};

static_assert(sizeof(ChartWords) == std::size(chart_fields) * sizeof(std::string) +
                                        std::size(chart_lists) * sizeof(ChartWords::about_times),
              "a word of charts has no key in the files of languages/");

constexpr std::pair<std::string_view, std::string_view VarianceWords::*> variance_fields[] = {
    // clang-format off
    {"linearization", &VarianceWords::linearization},
    {"jackknife", &VarianceWords::jackknife},
    {"brr", &VarianceWords::brr},
    {"fay", &VarianceWords::fay},
    {"bootstrap", &VarianceWords::bootstrap},
    {"canty_davison", &VarianceWords::canty_davison},
    {"calibrated", &VarianceWords::calibrated},
    {"usual_interval", &VarianceWords::usual_interval},
    {"chosen_interval", &VarianceWords::chosen_interval},
    {"student", &VarianceWords::student},
    {"student_with", &VarianceWords::student_with},
    {"normal", &VarianceWords::normal},
    {"nothing", &VarianceWords::nothing},
    {"adjusted", &VarianceWords::adjusted},
    {"averaged", &VarianceWords::averaged},
    {"recruited", &VarianceWords::recruited},
    {"volz_heckathorn", &VarianceWords::volz_heckathorn},
    {"gile", &VarianceWords::gile},
    {"tree", &VarianceWords::tree},
    {"no_margins", &VarianceWords::no_margins},
    {"percentile", &VarianceWords::percentile},
    {"pivotal", &VarianceWords::pivotal},
    {"around", &VarianceWords::around},
    {"proportion", &VarianceWords::proportion},
    // clang-format on
};

static_assert(sizeof(VarianceWords) == std::size(variance_fields) * sizeof(std::string_view),
              "a word of margins of error has no key in the files of languages/");

}  // namespace

ChartWords chart_words_of(const ReportLanguage& language) {
    ChartWords out;
    for (const auto& [key, field] : chart_fields)
        out.*field = language.text("chart", key);
    for (const auto& [key, field] : chart_lists) {
        const std::vector<std::string>& words = language.list("chart", key);
        std::copy_n(
            words.begin(), std::min(words.size(), (out.*field).size()), (out.*field).begin());
    }
    return out;
}

VarianceWords variance_words_of(const ReportLanguage& language) {
    VarianceWords out;
    for (const auto& [key, field] : variance_fields)
        out.*field = language.text("variance", key);
    return out;
}

}  // namespace mtm
