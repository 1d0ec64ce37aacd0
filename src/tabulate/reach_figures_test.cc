// The figures of REACH's example (see src/estimation/reach_msna_test.cc) as a report would ask for
// them: every row of its table of results as a figure's expression over a dataset with a design.
// MTM's limits differ by its own choices; of them it holds that means and ratios of the whole
// sample have REACH's, and that within an area Student's t is that of the area's interviews.
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "estimation/frame_for_test.h"
#include "estimation/intervals.h"
#include "tabulate/figure.h"
#include "tabulate/small_survey.h"

namespace mtm {
namespace {

std::string reach_file(const std::string& name) {
    return shared_path("real/microdata/reach_analysistools_msna/" + name);
}

constexpr const char* many = "edu_learning_conditions_reasons_v1";
const std::vector<std::string> others{
    "admin1", "wash_drinkingwatersource", "income_v1_salaried_work", "expenditure_debt"};

// The choices of `many` that each household made.
std::vector<std::string> sets_of(const TestFrame& data, std::set<std::string>& choices) {
    const std::string prefix = std::string(many) + "/";
    std::vector<std::string> out(data.rows());
    for (const std::string& column : data.names()) {
        if (!column.starts_with(prefix)) continue;
        const std::string choice = column.substr(prefix.size());
        choices.insert(choice);
        for (std::size_t row = 0; row < out.size(); ++row) {
            if (data.texts(column)[row] == "TRUE") out[row] += " " + choice;
        }
    }
    return out;
}

SmallSurvey reach_survey() {
    const TestFrame data(reach_file("data.csv"));
    std::string questions;
    std::string answers;
    for (const std::string& name : others) {
        answers += name + " | ";
        const std::vector<std::string>& texts = data.texts(name);
        const bool number = !std::isnan(data.numbers(name)[0]);
        questions += (number ? "integer | " : "select_one | ") + name + " |";
        for (const std::string& choice : std::set(texts.begin(), texts.end()))
            questions += number ? "" : " " + choice;
        questions += "\n";
    }
    std::set<std::string> choices;
    const std::vector<std::string> sets = sets_of(data, choices);
    questions += std::string("select_multiple | ") + many + " |";
    for (const std::string& choice : choices)
        questions += " " + choice;
    answers += std::string(many) + "\n";
    for (std::size_t row = 0; row < data.rows(); ++row) {
        for (const std::string& name : others)
            answers += data.texts(name)[row] + " | ";
        answers += sets[row] + "\n";
    }
    SmallSurvey out = small_survey_of(questions, answers);
    auto design = std::make_shared<SampleDesign>();
    design->weights.assign(data.rows(), 1);
    design->stages = {SamplingStage{}};
    out.dataset.design = std::make_shared<const TaylorVariance>(*design);
    return out;
}

// A row of the table of results as the expression of a figure.
std::string figure_of(const TestFrame& table, std::size_t row) {
    const auto at = [&](const char* column) { return table.texts(column)[row]; };
    const std::string type = at("analysis_type");
    const std::string variable = at("analysis_var");
    const std::string value = at("analysis_var_value");
    const std::string where =
        at("group_var").empty() ? ")"
                                : ", ${" + at("group_var") + "} = '" + at("group_var_value") + "')";
    if (type == "prop_select_one") return "percent(${" + variable + "} = '" + value + "'" + where;
    if (type == "prop_select_multiple")
        return "percent(selected(${" + variable + "}, '" + value + "')" + where;
    if (type == "ratio") {
        const std::size_t bar = variable.find(" %/% ");
        return "ratio(${" + variable.substr(0, bar) + "}, ${" + variable.substr(bar + 5) + "}" +
               where;
    }
    return type + "(${" + variable + "}" + where;
}

TEST(ReachFigures, AreThoseOfItsTableOfResults) {
    REQUIRE_SHARED("real/microdata/reach_analysistools_msna/data.csv");
    const SmallSurvey survey = reach_survey();
    const TestFrame table(reach_file("reference_with_ratio_results_table.csv"));
    std::map<std::string, int> checked;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto number = [&](const char* column) { return table.numbers(column)[row]; };
        const std::string source = figure_of(table, row);
        const std::string& type = table.texts("analysis_type")[row];
        const auto figure = evaluate_figure(survey.study, survey.dataset, expression_of(source));
        ASSERT_TRUE(figure && figure->estimate.value && figure->estimate.standard_error) << source;
        const Estimate& made = figure->estimate;
        ++checked[type];
        const bool share = type.starts_with("prop");
        const double scale = share ? 100 : 1;
        EXPECT_TRUE(agree(*made.value / scale, number("stat"))) << source;
        if (share) {
            EXPECT_EQ(static_cast<double>(made.n), number("n")) << source;
        }
        EXPECT_EQ(static_cast<double>(made.base), number("n_total")) << source;
        if (type == "median") continue;
        const double error =
            (number("stat_upp") - number("stat_low")) / (2 * t_quantile(0.975, 99));
        EXPECT_TRUE(agree(*made.standard_error / scale, error)) << source;
        if (share) {
            EXPECT_GE(*made.low, 0) << source;
            EXPECT_LE(*made.high, 100) << source;
            continue;
        }
        const auto limits = interval_of_mean(number("stat"), error, number("n_total") - 1);
        EXPECT_TRUE(agree(*made.low, limits.low)) << source;
        EXPECT_TRUE(agree(*made.high, limits.high)) << source;
    }
    EXPECT_EQ(checked,
              (std::map<std::string, int>{{"prop_select_one", 67},
                                          {"prop_select_multiple", 60},
                                          {"mean", 8},
                                          {"median", 8},
                                          {"ratio", 4}}));
}

}  // namespace
}  // namespace mtm
