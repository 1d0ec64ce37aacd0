// A stratum of which one unit was interviewed is taken to vary as the others do; whom it does not
// concern, it must not make less certain.
#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "estimation/intervals.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// Areas are strata, of places; of the last area one place alone was visited, if it is there.
SmallSurvey survey_of(int areas, bool lonely) {
    std::string answers = "area | paid | income\n";
    SampleDesign design;
    design.lonely = LonelyUnits::average;
    design.stages.emplace_back();
    std::int32_t place = 0;
    for (int area = 0; area < areas; ++area) {
        const int places = lonely && area == areas - 1 ? 1 : 3 + area;
        for (int p = 0; p < places; ++p, ++place) {
            for (int i = 0; i < 7 + p; ++i) {
                answers += fmt::format("{} | {} | {}\n",
                                       std::string(1, static_cast<char>('a' + area)),
                                       (i * (place + 2)) % 5 < 2 ? "yes" : "no",
                                       10 + (i * i * (place + 1)) % 23);
                design.weights.push_back(1 + (i + place) % 4);
                design.stages[0].strata.push_back(area);
                design.stages[0].units.push_back(place);
            }
        }
    }
    SmallSurvey out = small_survey_of(
        "select_one | area | a b c d\nselect_one | paid | yes no\ninteger | income |\n", answers);
    out.study.file.design = "probability";
    out.study.file.variance.lonely = LonelyUnits::average;
    out.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    return out;
}

double error_of(const SmallSurvey& survey, const std::string& figure) {
    const auto value = evaluate_figure(survey.study, survey.dataset, expression_of(figure));
    EXPECT_TRUE(value.has_value()) << figure;
    return value->estimate.standard_error.value_or(NAN);
}

TEST(LonelyStrata, DoNotConcernWhoIsInNoneOfThem) {
    const SmallSurvey with = survey_of(4, true);
    const SmallSurvey without = survey_of(3, false);
    for (const char* area : {"a", "b", "c"}) {
        for (const char* figure : {"percent(${{paid}} = 'yes', ${{area}} = '{}')",
                                   "count(${{paid}} = 'yes', ${{area}} = '{}')",
                                   "mean(${{income}}, ${{area}} = '{}')",
                                   "total(${{income}}, ${{area}} = '{}')",
                                   "quantile(${{income}}, 0.25, ${{area}} = '{}')"}) {
            const std::string of_area = fmt::format(fmt::runtime(figure), area);
            EXPECT_DOUBLE_EQ(error_of(with, of_area), error_of(without, of_area)) << of_area;
        }
    }
    // Of four strata one shows nothing: as much as the other three on average.
    const double of_three = error_of(without, "total(${income})");
    EXPECT_NEAR(error_of(with, "total(${income})"), std::sqrt(4.0 / 3) * of_three, 1e-9 * of_three);
    EXPECT_TRUE(std::isnan(error_of(with, "percent(${paid} = 'yes', ${area} = 'd')")));
}

// A total is as uncertain as its group: as R's degf(subset(…)), the units less the strata of the
// group's own rows, and of one unit nothing is known.
TEST(LonelyStrata, TotalsHaveTheDegreesOfFreedomOfTheirGroup) {
    const SmallSurvey survey = survey_of(4, true);
    const auto in_table = [&survey](Statistic statistic) {
        TableSpec spec;
        spec.question = statistic == Statistic::count ? "paid" : "income";
        spec.by = {"area"};
        spec.statistic = statistic;
        return tabulate(survey.study, survey.dataset, spec);
    };
    const Table counts = in_table(Statistic::count);
    const Table totals = in_table(Statistic::total);
    const std::map<std::string, double> known{{"a", 2}, {"b", 3}, {"c", 4}};
    for (std::size_t g = 1; g < totals.groups.size(); ++g) {
        const std::string area = totals.groups[g].name;
        for (const char* figure : {"count(${{paid}} = 'yes', ${{area}} = '{}')",
                                   "total(${{income}}, ${{area}} = '{}')"}) {
            const auto value =
                evaluate_figure(survey.study,
                                survey.dataset,
                                expression_of(fmt::format(fmt::runtime(figure), area)));
            ASSERT_TRUE(value);
            const Estimate& cell =
                (std::string_view(figure).starts_with("count") ? counts : totals).cells[g][0];
            for (const Estimate& estimate : {value->estimate, cell}) {
                if (area == "d") {
                    EXPECT_FALSE(estimate.standard_error || estimate.low || estimate.high);
                    EXPECT_EQ(estimate.no_interval, one_cluster);
                } else {
                    EXPECT_EQ(estimate.df, known.at(area)) << figure << area;
                    ASSERT_TRUE(estimate.high);
                    EXPECT_NEAR((*estimate.high - *estimate.value) / *estimate.standard_error,
                                t_quantile(0.975, known.at(area)),
                                1e-9);
                }
            }
        }
    }
    EXPECT_EQ(totals.cells[0][0].df, 12 + 1 - 4);
}

TEST(LonelyStrata, AreTheSameInTablesAndFigures) {
    const SmallSurvey survey = survey_of(4, true);
    for (const Statistic statistic :
         {Statistic::percent, Statistic::count, Statistic::mean, Statistic::total}) {
        const bool of_people = statistic == Statistic::percent || statistic == Statistic::count;
        TableSpec spec;
        spec.question = of_people ? "paid" : "income";
        spec.by = {"area"};
        spec.statistic = statistic;
        const Table table = tabulate(survey.study, survey.dataset, spec);
        const char* call = statistic == Statistic::percent ? "percent"
                           : statistic == Statistic::count ? "count"
                           : statistic == Statistic::mean  ? "mean"
                                                           : "total";
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const std::string where =
                g == 0 ? "" : fmt::format(", ${{area}} = '{}'", table.groups[g].name);
            const std::string figure =
                fmt::format("{}({}{})", call, of_people ? "${paid} = 'yes'" : "${income}", where);
            const double error = error_of(survey, figure);
            const double in_table = table.cells[g][0].standard_error.value_or(NAN);
            if (std::isnan(error)) {
                EXPECT_TRUE(std::isnan(in_table)) << figure;
            } else {
                EXPECT_NEAR(in_table, error, 1e-9 * error) << figure;
            }
        }
    }
}

}  // namespace
}  // namespace mtm
