#include "tabulate/explain.h"

#include <gtest/gtest.h>

#include "tabulate/small_survey.h"

namespace mtm {
namespace {

constexpr std::string_view questionnaire = R"(
select_one      | sex     | male female
integer         | age     |
select_one      | works   | yes no
select_multiple | reasons | income family
)";

constexpr std::string_view answers = R"(
sex    | age | works | reasons
male   | 20  | yes   | income family
male   | 30  | no    | income
female | 40  | no    | family
female | 50  | -     | income
)";

TableSpec spec_of(std::string name,
                  std::string question,
                  std::vector<std::string> by,
                  Statistic statistic = Statistic::percent) {
    TableSpec spec;
    spec.name = std::move(name);
    spec.question = std::move(question);
    spec.by = std::move(by);
    spec.statistic = statistic;
    return spec;
}

SmallSurvey survey_with_tables() {
    SmallSurvey out = small_survey_of(questionnaire, answers);
    out.study.plan.tables = {spec_of("a", "works", {"sex"}),
                             spec_of("b", "reasons", {"sex"}),
                             spec_of("c", "works", {}, Statistic::count),
                             spec_of("d", "age", {"sex"}, Statistic::median),
                             spec_of("e", "nothing", {})};
    out.study.plan.tables[1].where = expression_of("${age} > 25");
    return out;
}

using Names = std::vector<std::string>;

TEST(Explain, SaysWhatTablesShare) {
    const SmallSurvey survey = survey_with_tables();
    const TabulationPlan plan = plan_of_tabulation(survey.study, survey.dataset);
    EXPECT_EQ(plan.tables, 4U);
    ASSERT_EQ(plan.without.size(), 1U);
    EXPECT_EQ(plan.without[0].table, "e");
    EXPECT_NE(plan.without[0].why.find("nothing"), std::string::npos);
    ASSERT_EQ(plan.levels.size(), 1U);
    const PlannedLevel& level = plan.levels[0];
    EXPECT_FALSE(level.weighted);
    EXPECT_EQ(level.passes, 0U);
    ASSERT_EQ(level.groupings.size(), 2U);
    EXPECT_EQ(level.groupings[0].tables, (Names{"a", "b", "d"}));  // whatever their filters
    EXPECT_EQ(level.groupings[0].groups, 2U);
    EXPECT_EQ(level.groupings[1].tables, (Names{"c"}));
    ASSERT_EQ(level.columns.size(), 3U);
    EXPECT_EQ(level.columns[0].tables, (Names{"a", "c"}));
    EXPECT_EQ(level.columns[1].held, PlannedColumn::Held::sets);
    EXPECT_EQ(level.columns[2].held, PlannedColumn::Held::numbers);
    ASSERT_EQ(level.bases.size(), 3U);
    EXPECT_EQ(level.bases[0].tables, (Names{"a", "c"}));
    EXPECT_EQ(level.bases[0].asked, (Names{"works"}));
    EXPECT_EQ(level.bases[1].where, "${age} > 25");
    const std::string text = text_of(plan);
    EXPECT_NE(text.find("whole numbers of rows are all there is"), std::string::npos) << text;
    EXPECT_NE(text.find("Not made: 1 table\n  e: "), std::string::npos) << text;
}

TEST(Explain, SaysWhatTakesAnotherWayAndWhy) {
    SmallSurvey survey = survey_with_tables();
    SampleDesign design;
    design.weights = {1, 2, 3, 4};
    design.stages = {{{0, 0, 1, 1}, {}, {}}};
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    const PlannedLevel one_pass = plan_of_tabulation(survey.study, survey.dataset).levels[0];
    EXPECT_EQ(one_pass.obstacle, "");
    EXPECT_EQ(one_pass.passes, 3U);
    EXPECT_EQ(one_pass.medians, (Names{"d"}));
    EXPECT_EQ(one_pass.units, 4U);
    EXPECT_EQ(one_pass.strata, 2U);
    survey.study.plan.tables[0].percent_of = PercentOf::row;
    const TabulationPlan with_rows = plan_of_tabulation(survey.study, survey.dataset);
    EXPECT_EQ(with_rows.levels[0].singly, (Names{"a"}));
    EXPECT_NE(text_of(with_rows).find("percentages of a row or of all: a\n"), std::string::npos);
    WeightCalibration& step = design.calibrations.emplace_back();
    step.weights = step.weights_before = design.weights;
    step.margins = {{0, 0, 0, 0}};
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    const TabulationPlan plan = plan_of_tabulation(survey.study, survey.dataset);
    EXPECT_EQ(plan.levels[0].singly, (Names{"a", "b", "c", "d"}));
    EXPECT_NE(text_of(plan).find("calibrated to known totals"), std::string::npos);
}

}  // namespace
}  // namespace mtm
