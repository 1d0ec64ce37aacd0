#include "rehearse/survey_model.h"

#include <gtest/gtest.h>

#include "rehearse/small_survey_for_test.h"

namespace mtm {
namespace {

std::vector<std::string> printed(const std::vector<Expression>& expressions) {
    std::vector<std::string> out;
    for (const Expression& expression : expressions)
        out.push_back(print(expression.root));
    return out;
}

TEST(Gates, AreConditionsBeforeMostQuestions) {
    const Questionnaire form =
        form_of({"select_one consent yes,no",
                 "integer age 0 99",
                 "select_one sex m,f if ${consent} = 'yes' and ${age} >= 18",
                 "select_one works yes,no if ${consent} = 'yes' and ${age} >= 18",
                 "select_one job a,b if ${consent} = 'yes' and ${age} >= 18 and ${works} = 'yes'"});
    EXPECT_EQ(printed(gates(form)),
              (std::vector<std::string>{"${age} >= 18", "${consent} = 'yes'"}));
}

TEST(SurveyModel, TellsApartOnlyWhatTheFiguresTellApart) {
    const Questionnaire form = form_of({"select_one country uz,tj,kg,ru", "integer age 18 60"});
    const auto figures = figures_of(
        {"A country uz all 10 50 -", "B country tj all - 50 - | ${age} >= 30 and ${age} < 40"});
    const SurveyModel model = survey_model(form, {}, figures, {});
    EXPECT_EQ(model.variables[0].size(), 3);  // uz, tj, and the others together
    ASSERT_EQ(model.variables[1].size(), 3);
    EXPECT_EQ(model.variables[1].atoms[1].low, 30);
    EXPECT_EQ(model.variables[1].atoms[1].high, 39);
}

TEST(SurveyModel, LeavesFreeWhatAnswersCannotDecide) {
    const Questionnaire form = form_of({"select_one sex m,f"});
    const auto figures = figures_of({"A sex m all 10 50 - | today() > '2024-01-01'"});
    const SurveyModel model = survey_model(form, {}, figures, {});
    EXPECT_EQ(model.undecided, std::vector<std::string>{"today() > '2024-01-01'"});
}

TEST(SurveyModel, KnowsThatAnExclusiveChoiceStandsAlone) {
    Questionnaire form = form_of({"select_multiple help food,cash,none"});
    form.questions[0].constraint = expression("not(selected(., 'none')) or count-selected(.) = 1");
    EXPECT_EQ(exclusive_choices(form, 0), std::vector<int>{2});
    form.questions[0].constraint.reset();
    EXPECT_TRUE(exclusive_choices(form, 0).empty());
}

TEST(CountingRules, AreThoseOfTheStudyOrElseItsGates) {
    Study study;
    study.questionnaire = form_of({"select_one consent yes,no",
                                   "select_one sex male,female if ${consent} = 'yes'",
                                   "select_one works yes,no if ${consent} = 'yes'"});
    ASSERT_EQ(counting_rules(study).size(), 1U);
    EXPECT_EQ(print(counting_rules(study)[0].root), "${consent} = 'yes'");
    study.file.counted = expression("${sex} = 'male'");
    ASSERT_EQ(counting_rules(study).size(), 1U);
    EXPECT_EQ(print(counting_rules(study)[0].root), "${sex} = 'male'");
}

}  // namespace
}  // namespace mtm
