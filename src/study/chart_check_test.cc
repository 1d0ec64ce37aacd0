#include "study/chart_check.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

Study study_with_choices(std::size_t choices) {
    Study study;
    ChoiceList many;
    for (std::size_t i = 0; i < choices; ++i) {
        Choice choice;
        choice.name = "c" + std::to_string(i);
        many.choices.push_back(choice);
    }
    ChoiceList two;
    two.choices.resize(2);
    study.questionnaire.lists = {many, two};
    const auto add = [&](const std::string& name, QuestionType type, int list) {
        Question question;
        question.name = name;
        question.type = type;
        question.list = list;
        study.questionnaire.questions.push_back(question);
    };
    add("sector", QuestionType::select_one, 0);
    add("reasons", QuestionType::select_multiple, 0);
    add("sex", QuestionType::select_one, 1);
    add("region", QuestionType::select_one, 0);
    study.file.areas.file = "areas.geojson";
    study.file.areas.question = "region";
    return study;
}

std::string told(ChartForm chart,
                 const std::string& question,
                 std::vector<std::string> by = {},
                 std::size_t choices = 6,
                 PercentOf percent_of = PercentOf::column) {
    TableSpec spec;
    spec.name = "t";
    spec.question = question;
    spec.by = std::move(by);
    spec.chart = chart;
    spec.percent_of = percent_of;
    const auto found = check_chart(spec, study_with_choices(choices), {});
    return found ? found->code : "";
}

TEST(ChartCheck, ADonutHasFiveSlicesAtMost) {
    EXPECT_EQ(told(ChartForm::donut, "sector", {}, 5), "");
    EXPECT_EQ(told(ChartForm::donut, "sector", {}, 6), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::donut, "sector", {"sex"}, 3), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::donut, "reasons", {}, 3), "chart-becomes-bars");
}

TEST(ChartCheck, LinesHoldTwelveAnswersAtMost) {
    EXPECT_EQ(told(ChartForm::line, "sector", {}, 12), "");
    EXPECT_EQ(told(ChartForm::line, "sector", {}, 13), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::slope, "sector", {"sex"}, 13), "chart-becomes-bars");
}

TEST(ChartCheck, SomeChartsNeedTwoGroupsOrAWhole) {
    EXPECT_EQ(told(ChartForm::pyramid, "sector", {"sex"}), "");
    EXPECT_EQ(told(ChartForm::pyramid, "sector", {"region"}), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::slope, "sector"), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::slope, "sector", {"sex"}), "");
    EXPECT_EQ(told(ChartForm::diverging_bar, "reasons"), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::flow, "sector"), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::flow, "sector", {"region"}), "");
    EXPECT_EQ(told(ChartForm::bar, "reasons", {"region"}), "");
    for (const ChartForm form :
         {ChartForm::stacked_bar, ChartForm::diverging_bar, ChartForm::flow}) {
        EXPECT_EQ(told(form, "sector", {"sex"}), "");
        EXPECT_EQ(told(form, "sector", {"sex"}, 6, PercentOf::row), "chart-becomes-bars");
    }
    EXPECT_EQ(told(ChartForm::stacked_bar, "sector", {"sex"}, 6, PercentOf::total), "");
    EXPECT_EQ(told(ChartForm::flow, "sector", {"sex"}, 6, PercentOf::total), "chart-becomes-bars");
    EXPECT_EQ(told(ChartForm::donut, "sector", {}, 3, PercentOf::row), "chart-becomes-bars");
}

TEST(ChartCheck, AMapNeedsAreas) {
    EXPECT_EQ(told(ChartForm::map, "region"), "");
    EXPECT_EQ(told(ChartForm::map, "sector", {"region"}), "");
    EXPECT_EQ(told(ChartForm::map, "sector", {"sex"}), "map-of-no-areas");
}

}  // namespace
}  // namespace mtm
