#include "rehearse/audit.h"

#include <set>

#include <gtest/gtest.h>

#include "rehearse/small_survey_for_test.h"
#include "tests/round4_study.h"

namespace mtm {
namespace {

std::string id(const CountModel& model, int claim) {
    return model.survey.claims[static_cast<std::size_t>(claim)].figure->id;
}

/// "B: A C" for each figure to withdraw.
std::vector<std::string> verdict(const CountModel& model, const Audit& audit) {
    std::vector<std::string> out;
    for (const Withdrawal& withdrawal : audit.withdrawals) {
        std::string line = id(model, withdrawal.claim) + ":";
        for (const int other : withdrawal.clashes_with)
            line += " " + id(model, other);
        out.push_back(std::move(line));
    }
    return out;
}

TEST(Audit, WithdrawsTheOneFigureThatTwoContradict) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    const auto figures = figures_of(
        {"A sex male all 100 60 -", "B sex female all 100 55 -", "C sex male all 100 60 60"});
    const auto model = count_model(survey_model(form, {}, figures, {}));
    const Audit found = audit(*model);
    ASSERT_EQ(found.withdrawals.size(), 1U);
    EXPECT_EQ(id(*model, found.withdrawals[0].claim), "B");
    EXPECT_EQ(found.withdrawals[0].clashes_with.size(), 1U);  // A or C: each alone is enough
    EXPECT_TRUE(found.unique);
    EXPECT_TRUE(found.certain);
    EXPECT_EQ(found.total, 100);
}

TEST(Audit, SaysWhenAnotherSetWouldDoAsWell) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    const auto figures = figures_of({"A sex male all 100 60 -", "B sex female all 100 55 -"});
    const auto model = count_model(survey_model(form, {}, figures, {}));
    const Audit found = audit(*model);
    EXPECT_EQ(found.withdrawals.size(), 1U);
    EXPECT_FALSE(found.unique);
}

TEST(Audit, SeesAContradictionThroughSkipLogic) {
    const Questionnaire form = form_of({"select_one works yes,no",
                                        "select_one job farmer,nurse if ${works} = 'yes'",
                                        "select_one land own,rent if ${job} = 'farmer'"});
    const auto figures = figures_of(
        {"A works yes all 100 40 -", "B works no all 100 60 -", "C land own all 100 41 -"});
    const auto model = count_model(survey_model(form, {}, figures, {}));
    const Audit found = audit(*model);
    ASSERT_EQ(found.withdrawals.size(), 1U);
    EXPECT_EQ(id(*model, found.withdrawals[0].claim), "C");
    EXPECT_EQ(found.withdrawals[0].clashes_with.size(), 1U);  // A or B: each alone is enough
    EXPECT_TRUE(found.unique);
}

TEST(Audit, DoesNotTakeAnAnswerThatOnlySomeMustGiveForOneThatAllGive) {
    Questionnaire form = form_of({"select_one works yes,no", "select_one paid yes,no"});
    const auto figures = figures_of({"A paid yes all 100 50 -", "B paid no all 100 30 -"});
    EXPECT_FALSE(audit(*count_model(survey_model(form, {}, figures, {}))).withdrawals.empty());
    form.questions[1].required = expression("${works} = 'yes'");
    EXPECT_TRUE(audit(*count_model(survey_model(form, {}, figures, {}))).withdrawals.empty());
}

TEST(Audit, PrefersTheNumberOfInterviewsThatMostFiguresClaim) {
    const Questionnaire form = form_of({"select_one sex male,female", "select_one works yes,no"});
    const auto figures = figures_of(
        {"A sex male all 90 50 -", "B works yes all 100 20 -", "C works no all 100 80 -"});
    const auto model = count_model(survey_model(form, {}, figures, {}));
    const Audit found = audit(*model);
    const std::vector<std::string> lines = verdict(*model, found);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0] == "A: B" || lines[0] == "A: C") << lines[0];
    EXPECT_EQ(found.total, 100);
}

TEST(Audit, FindsContradictionsWhereNobodySaysHowManyWereAsked) {
    const Questionnaire form = form_of({"select_one sex male,female", "select_one works yes,no"});
    const auto figures =
        figures_of({"A sex male all - 50 -", "B sex female all - 50 7", "C works yes all - 20 4"});
    const auto model = count_model(survey_model(form, {}, figures, {}));
    const Audit found = audit(*model);
    EXPECT_EQ(found.withdrawals.size(), 1U);
    EXPECT_FALSE(found.unique);
}

/// Ids of the figures to withdraw.
std::string withdrawn(const Questionnaire& form, const std::vector<std::string>& lines) {
    const auto figures = figures_of(lines);
    const auto model = count_model(survey_model(form, {}, figures, {}));
    std::string out;
    for (const Withdrawal& withdrawal : audit(*model).withdrawals)
        out += id(*model, withdrawal.claim);
    return out;
}

TEST(Audit, DoesNotAccuseThroughArithmeticWithNumbers) {
    const Questionnaire form = form_of({"integer kids 0 20",
                                        "integer adults 0 20",
                                        "select_one big yes,no if ${kids} * 2 > 7",
                                        "select_one home own,rent if ${kids} + ${adults} > 5",
                                        "select_one room one,more if ${kids} > ${adults}"});
    EXPECT_EQ(withdrawn(form, {"A kids mean all 50 5 -", "B big yes all 50 100 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A kids mean all 50 5 -", "B home own all 50 100 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A kids mean all 50 5 -", "B room one all 50 100 -"}), "");
}

TEST(Audit, StillChecksNumbersAgainstLiterals) {
    const Questionnaire form = form_of(
        {"integer kids 0 20", "select_one big yes,no if 3 < number(${kids}) or ${kids} = 1"});
    EXPECT_EQ(withdrawn(form, {"A kids mean all 50 5 -", "B big yes all 50 100 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A kids mean all 50 0 -", "B big yes all 50 100 50"}).size(), 1U);
}

TEST(Audit, KeepsNumbersThatAConstraintComputesWith) {
    Questionnaire form = form_of({"integer weight 0 100"});
    form.questions[0].constraint = expression(". > 0 and . mod 5 = 0");
    EXPECT_EQ(withdrawn(form, {"A weight mean all 10 40 -"}), "");
}

TEST(Audit, KnowsThatDecimalsNeedNotBeWhole) {
    const Questionnaire form = form_of({"decimal weight 0 10"});
    EXPECT_EQ(withdrawn(form, {"A weight mean all 1 2.5 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A weight mean all 1 2.0005 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A weight mean all 3 9.999 -"}), "");
    EXPECT_EQ(withdrawn(form, {"A weight mean all 3 10.1 -"}), "A");
    EXPECT_EQ(withdrawn(form_of({"integer kids 0 10"}), {"A kids mean all 1 2.5 -"}), "A");
}

TEST(Audit, KnowsThatNumbersWithoutAConstraintMayBeLarge) {
    Questionnaire form = form_of({"integer income 0 10"});
    form.questions[0].constraint.reset();
    EXPECT_EQ(withdrawn(form, {"A income mean all 20 185000 -"}), "");
}

TEST(Audit, SaysWhenTheQuestionnaireLetsNobodyThrough) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    const auto figures = figures_of({"A sex male all 100 60 -"});
    const std::vector<Expression> rules = {expression("${sex} = 'male'"),
                                           expression("${sex} = 'female'")};
    const Audit found = audit(*count_model(survey_model(form, {}, figures, rules)));
    EXPECT_FALSE(found.anybody_passes);
    EXPECT_TRUE(found.withdrawals.empty());
}

void expect_marked_rows(const CountModel& model, const Audit& found, const Round4& round4) {
    std::set<std::string> withdrawn;
    for (const Withdrawal& withdrawal : found.withdrawals) {
        withdrawn.insert(id(model, withdrawal.claim));
        EXPECT_FALSE(withdrawal.clashes_with.empty());
    }
    EXPECT_EQ(withdrawn, round4.marked);
    EXPECT_EQ(withdrawn.size(), 7U);
    EXPECT_TRUE(found.unique);
    EXPECT_TRUE(found.certain);
    EXPECT_EQ(found.total, 1845);
}

/// The group clashes with the figure, and no longer does without any one of its members.
void expect_minimal_groups(const CountModel& model, const Audit& found) {
    ComponentProgram all = component_program(model, -1, 1845);
    const auto clash = [&](int claim, const std::vector<int>& group, int without) {
        std::vector<bool> active(model.survey.claims.size(), false);
        active[static_cast<std::size_t>(claim)] = true;
        for (const int other : group)
            active[static_cast<std::size_t>(other)] = other != without;
        all.program.set_active(active);
        return all.program.solve() == IntegerProgram::Verdict::infeasible;
    };
    for (const Withdrawal& withdrawal : found.withdrawals) {
        EXPECT_TRUE(clash(withdrawal.claim, withdrawal.clashes_with, -1));
        for (const int member : withdrawal.clashes_with)
            EXPECT_FALSE(clash(withdrawal.claim, withdrawal.clashes_with, member));
    }
}

TEST(Audit, WithdrawsExactlyTheMarkedRowsOfRound4) {
    REQUIRE_SHARED("r4/figures.csv");
    const Round4 round = round4();
    const auto model =
        count_model(survey_model(round.questionnaire, round.plan, round.figures, {}));
    ASSERT_TRUE(model);
    const Audit found = audit(*model);
    expect_marked_rows(*model, found, round);
    expect_minimal_groups(*model, found);
}

TEST(Audit, GivesTheSameAnswerForTheQuestionnaireOfTheStudy) {
    REQUIRE_SHARED("r4/figures.csv");
    const Round4 round = round4();
    const Study study = round4_study().study;
    const auto model = count_model(
        survey_model(study.questionnaire, study.plan, round.figures, gates(study.questionnaire)));
    ASSERT_TRUE(model);
    EXPECT_TRUE(model->survey.diagnostics.empty());
    EXPECT_TRUE(model->survey.undecided.empty());
    expect_marked_rows(*model, audit(*model), round);
}

}  // namespace
}  // namespace mtm
