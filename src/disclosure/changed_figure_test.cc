// What a figure, or its change, tells of a group of few people in which nobody is counted.
#include "disclosure/changed_figure.h"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "tabulate/figure.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// 60 people in the north, 30 of them women; in the east so many men and no woman.
SmallSurvey survey_with_east(int people) {
    std::string answers = "area | sex\n";
    for (int i = 0; i < 60; ++i)
        answers += i % 2 == 0 ? "north | male\n" : "north | female\n";
    for (int i = 0; i < people; ++i)
        answers += "east | male\n";
    return small_survey_of("select_one | area | north east\nselect_one | sex | male female",
                           answers);
}

FigureValue women_in_east(const SmallSurvey& survey) {
    const auto value =
        evaluate_figure(survey.study,
                        survey.dataset,
                        expression_of("percent(${sex} = 'female', ${area} = 'east')"));
    EXPECT_TRUE(value);
    return *value;
}

TEST(ChangedFigure, AFigureThatCountsNobodyOfFewIsWithheld) {
    for (const int people : {3, 30}) {
        DisclosureControl control(10, Edition::published);
        const auto safe = control.release(women_in_east(survey_with_east(people)));
        EXPECT_EQ(safe->withheld, people == 3);
        EXPECT_EQ(safe->figure.estimate.value.has_value(), people == 30);
        EXPECT_EQ(safe->figure.estimate.base, people == 3 ? 0U : 30U);
        EXPECT_EQ(safe->figure.base.n, people == 3 ? 0U : 30U);
    }
}

TEST(ChangedFigure, IsWithheldWhereAGroupIsFewInOneRound) {
    for (const auto& [was, is] : {std::pair{3, 30}, std::pair{30, 3}, std::pair{30, 30}}) {
        ChangedFigure changed;
        changed.before = women_in_east(survey_with_east(was));
        changed.now = women_in_east(survey_with_east(is));
        changed.change = changed.now;
        changed.change.unit = FigureUnit::percentage_points;
        changed.round = "Round 1";
        DisclosureControl control(10, Edition::published);
        DisclosureControl before(10, Edition::published);
        const auto safe = control.release(changed, before);
        EXPECT_EQ(safe->change.withheld, was == 3 || is == 3);
        EXPECT_EQ(safe->before.figure.estimate.base, was == 3 || is == 3 ? 0U : 30U);
    }
}

// Of weighted people a change is that of what both rounds tell, as in a comparison of their tables.
TEST(ChangedFigure, OfWeightedPeopleIsMadeOfWhatIsTold) {
    const auto weighted = [](int people, double weight) {
        SmallSurvey out = survey_with_east(people);
        SampleDesign design;
        for (int i = 0; i < 60 + people; ++i)
            design.weights.push_back(i < 60 ? 1 : weight);
        out.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
        return out;
    };
    const SmallSurvey was = weighted(100, 1.37);
    const SmallSurvey is = weighted(200, 2.11);
    DisclosureControl control(10, Edition::published);
    DisclosureControl before(10, Edition::published);
    TableSpec spec;
    spec.question = "sex";
    (void)control.release(tabulate(is.study, is.dataset, spec));
    (void)before.release(tabulate(was.study, was.dataset, spec));
    const auto figure_in = [](const SmallSurvey& survey) {
        return *evaluate_figure(
            survey.study, survey.dataset, expression_of("percent(${sex} = 'female')"));
    };
    ChangedFigure changed;
    changed.now = figure_in(is);
    changed.before = figure_in(was);
    changed.change = changed.now;
    changed.change.parts.clear();
    changed.change.unit = FigureUnit::percentage_points;
    changed.difference = *changed.now.estimate.value - *changed.before.estimate.value;
    changed.change.estimate.value = changed.difference;
    EXPECT_NE(changed.difference, std::round(changed.difference));
    const auto safe = control.release(changed, before);
    ASSERT_FALSE(safe->change.withheld);
    EXPECT_EQ(safe->now.figure.estimate.value, std::round(*changed.now.estimate.value));
    EXPECT_EQ(*safe->change.figure.estimate.value,
              std::round(*changed.now.estimate.value) - std::round(*changed.before.estimate.value));
}

}  // namespace
}  // namespace mtm
