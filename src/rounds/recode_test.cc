// What makes two questions comparable, and re-coded choices.
#include "rounds/recode.h"

#include <gtest/gtest.h>

#include "rounds/question_match.h"
#include "rounds/rounds_for_test.h"

namespace mtm {
namespace {

QuestionMatch match_of(const ComparedRound& before,
                       const ComparedRound& now,
                       const std::string& name) {
    for (QuestionMatch& match : match_questions(before.study, now.study)) {
        if (match.name == name) return std::move(match);
    }
    ADD_FAILURE() << "no question " << name;
    return {};
}

const char* const one_form = "select_one | work | paid own\ninteger | age |\n";
const char* const one_answer = "work | age\npaid | 30\nown | 40";

TEST(QuestionMatch, EqualQuestionsAreComparedWithoutNotes) {
    const ComparedRound a = round_for_test("1", one_form, one_answer);
    const QuestionMatch match = match_of(a, a, "work");
    EXPECT_TRUE(match.comparable());
    EXPECT_TRUE(match.notes.empty());
}

TEST(QuestionMatch, AnotherTypeIsNotComparable) {
    const ComparedRound a = round_for_test("1", one_form, one_answer);
    const ComparedRound b =
        round_for_test("2", "select_multiple | work | paid own\ninteger | age |", one_answer);
    EXPECT_EQ(match_of(a, b, "work").not_comparable,
              "it was of type select_one and is of type select_multiple");
}

TEST(QuestionMatch, AskedOfOthersIsNotComparableUnlessTheStudySaysSo) {
    const ComparedRound a = round_for_test("1", one_form, one_answer);
    ComparedRound b = round_for_test("2", one_form, one_answer);
    question_of(b, "age").relevant = expression_of("${work} = 'paid' and 1 = 1");
    EXPECT_EQ(match_of(a, b, "age").not_comparable,
              "it was asked of everyone, and is asked of those with ${work} = 'paid' and 1 = 1");
    b.study.file.compare.same = {"age"};
    EXPECT_TRUE(match_of(a, b, "age").comparable());
    EXPECT_EQ(match_of(a, b, "age").notes.size(), 1U);
    // The same parts in another order are the same base.
    ComparedRound c = round_for_test("1", one_form, one_answer);
    question_of(c, "age").relevant = expression_of("1 = 1 and ${work} = 'paid'");
    b.study.file.compare.same.clear();
    EXPECT_TRUE(match_of(c, b, "age").comparable());
}

TEST(QuestionMatch, OtherWordsAreSaidAndChoicesOfOtherWordsHaveNoDifference) {
    ComparedRound a = round_for_test("1", one_form, one_answer);
    ComparedRound b = round_for_test("2", one_form, one_answer);
    question_of(b, "work").label.by_language = {"Do you work now?"};
    b.study.questionnaire.lists[0].choices[0].label.by_language = {"Paid, and in time"};
    const QuestionMatch match = match_of(a, b, "work");
    EXPECT_TRUE(match.comparable());
    EXPECT_EQ(match.notes[0], "the other round worded it “work?”");
    EXPECT_EQ(match.other_meaning, std::vector<std::string>{"paid"});
    const RoundComparison comparison = compare_for_test(a, b);
    EXPECT_FALSE(find_row(comparison, "work", "paid")->difference.has_value());
    EXPECT_TRUE(find_row(comparison, "work", "own")->difference.has_value());
    // Letters and points alone are no other words.
    question_of(b, "work").label.by_language = {"Work."};
    EXPECT_EQ(match_of(a, b, "work").notes.size(), 1U);
}

TEST(Recode, SeveralChoicesOfOneRoundCountAsOneOfTheOther) {
    ComparedRound before =
        round_for_test("1", "select_one | work | farm shop none", "work\nfarm\nfarm\nshop\nnone\n");
    ComparedRound now = round_for_test("2", "select_one | work | paid none", "work\npaid\nnone");
    now.study.file.compare.recodes = {{"work", "farm", "paid", 3}, {"work", "shop", "paid", 7}};
    const Diagnostics wrong =
        recode_rounds(now.study.file.compare.recodes, "study.toml", before, now);
    EXPECT_TRUE(wrong.empty());
    const RoundComparison comparison = compare_for_test(before, now);
    const DifferenceRow* row = find_row(comparison, "work", "paid");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->before.n, 3U);
    EXPECT_EQ(*row->before.value, 75);
    EXPECT_EQ(*row->difference, -25);
    EXPECT_EQ(find_row(comparison, "work", "farm"), nullptr);
    EXPECT_EQ(find_row(comparison, "work", "shop"), nullptr);
    EXPECT_TRUE(find_question(comparison, "work")->notes.empty());
}

// Two of the choices that somebody named become one: that person counts once.
TEST(Recode, AnswersOfSeveralChoicesCountOnce) {
    ComparedRound before = round_for_test(
        "1", "select_multiple | needs | food water cash", "needs\nfood water\nfood\ncash\nwater");
    ComparedRound now = before;
    now.study.file.compare.recodes = {{"needs", "water", "food", 1}};
    EXPECT_TRUE(recode_rounds(now.study.file.compare.recodes, "study.toml", before, now).empty());
    const RoundComparison comparison = compare_for_test(before, now);
    EXPECT_EQ(find_row(comparison, "needs", "food")->before.n, 3U);
    EXPECT_EQ(find_row(comparison, "needs", "food")->now.n, 3U);
    EXPECT_EQ(find_row(comparison, "needs", "water"), nullptr);
}

TEST(Recode, AnotherQuestionOfTheSameListKeepsItsChoices) {
    ComparedRound before = round_for_test("1",
                                          "select_one | work | farm none\nselect_one | wish | a b",
                                          "work | wish\nfarm | a\nnone | b");
    before.study.questionnaire.questions[1].list = 0;
    ComparedRound now = round_for_test("2", "select_one | work | paid none", "work\npaid\nnone");
    EXPECT_TRUE(recode_rounds({{"work", "farm", "paid", 1}}, "study.toml", before, now).empty());
    EXPECT_EQ(before.study.questionnaire.choices_of(1).choices[0].name, "farm");
    EXPECT_EQ(before.study.questionnaire.choices_of(0).choices[0].name, "paid");
}

TEST(Recode, OfAChoiceOfAThirdRoundChangesNothing) {
    ComparedRound before = round_for_test("1", one_form, one_answer);
    ComparedRound now = before;
    const Diagnostics told = recode_rounds({{"work", "farm", "paid", 5}}, "s.toml", before, now);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].severity, Severity::warning);
    EXPECT_EQ(told[0].place.row, 5);
    EXPECT_EQ(before.study.questionnaire.choices_of(0).choices[0].name, "paid");
}

// Whichever comes first, everybody is still there.
TEST(Recode, OrderDoesNotMatter) {
    const std::vector<ChoiceRecode> one_way{{"work", "farm", "paid", 1},
                                            {"work", "shop", "paid", 2}};
    const std::vector<ChoiceRecode> other_way{one_way[1], one_way[0]};
    for (const auto& recodes : {one_way, other_way}) {
        ComparedRound before = round_for_test(
            "1", "select_one | work | farm shop none", "work\nfarm\nshop\nshop\nnone");
        ComparedRound now =
            round_for_test("2", "select_one | work | paid none", "work\npaid\nnone");
        now.study.file.compare.recodes = recodes;
        EXPECT_TRUE(recode_rounds(recodes, "study.toml", before, now).empty());
        const RoundComparison comparison = compare_for_test(before, now);
        EXPECT_EQ(find_row(comparison, "work", "paid")->before.n, 3U);
        EXPECT_EQ(find_row(comparison, "work", "none")->before.n, 1U);
    }
}

TEST(Recode, UnknownChoicesAreToldAtTheirLine) {
    ComparedRound before = round_for_test("1", one_form, one_answer);
    ComparedRound now = round_for_test("2", one_form, one_answer);
    const Diagnostics wrong = recode_rounds(
        {{"work", "pade", "own", 12}, {"work", "paid", "onw", 16}}, "study.toml", before, now);
    ASSERT_EQ(wrong.size(), 2U);
    EXPECT_EQ(wrong[0].code, "recode-of-unknown-choice");
    EXPECT_EQ(wrong[0].place.row, 12);
    EXPECT_NE(wrong[0].remedy.find("paid"), std::string::npos) << wrong[0].remedy;
    EXPECT_EQ(wrong[1].place.row, 16);
    EXPECT_EQ(before.study.questionnaire.choices_of(0).choices[0].name, "paid");
}

}  // namespace
}  // namespace mtm
