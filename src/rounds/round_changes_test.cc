// Changes of a publication: values, tests as one family, disclosure in both rounds, and what is
// said where there is no value.
#include "rounds/round_changes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "estimation/many_tests.h"
#include "rounds/printed_comparison.h"
#include "rounds/printed_round.h"
#include "rounds/rounds_for_test.h"

namespace mtm {
namespace {

constexpr const char* change_form = "select_one | work | paid own none\ninteger | age |";

// So many of each kind; ages 30 and 40 in turn.
ComparedRound round_of(const std::string& name, int paid, int own, int none, int older = 0) {
    std::string answers = "work | age\n";
    int person = 0;
    for (const auto& [work, people] :
         {std::pair{"paid", paid}, std::pair{"own", own}, std::pair{"none", none}}) {
        for (int i = 0; i < people; ++i)
            answers += fmt::format("{} | {}\n", work, 30 + 10 * (person++ % 2) + older);
    }
    ComparedRound out = round_for_test(name, change_form, answers);
    out.study.file.threshold = 10;
    out.study.file.previous = "../before";
    return out;
}

// Drawn at random, in clusters of two.
void give_design(ComparedRound& round) {
    SampleDesign design;
    SamplingStage stage;
    for (std::size_t r = 0; r < round.dataset.counted(); ++r) {
        design.weights.push_back(1);
        stage.strata.push_back(0);
        stage.units.push_back(static_cast<std::int32_t>(r / 2));
    }
    design.stages.push_back(std::move(stage));
    round.dataset.design = std::make_shared<const TaylorVariance>(design);
}

PreviousRound at_hand(const ComparedRound& round) {
    return {round.name, {"before"}, round, {}, {}};
}

struct Publication {
    Publication(const ComparedRound& before, const ComparedRound& now, Edition edition)
        : now_round(now),
          previous(at_hand(before)),
          control(10, edition),
          changes(now_round.study,
                  now_round.dataset,
                  previous,
                  control,
                  DisclosureControl(10, edition)) {}

    ComparedRound now_round;
    PreviousRound previous;
    DisclosureControl control;
    RoundChanges changes;
};

TEST(RoundChanges, ValueIsThatOfTheWholeExpression) {
    const Publication told(
        round_of("Round 1", 60, 20, 20), round_of("Round 2", 40, 30, 30, 2), Edition::internal);
    const auto value = [&told](const std::string& text) {
        const auto changed = told.changes.evaluate(expression_of(text));
        EXPECT_TRUE(changed) << text << (changed ? "" : changed.error().message);
        return changed ? changed->change : FigureValue{};
    };
    const FigureValue paid = value("change(percent(${work} = 'paid'), 'Round 1')");
    EXPECT_EQ(paid.estimate.value, -20);
    EXPECT_EQ(paid.unit, FigureUnit::percentage_points);
    EXPECT_EQ(paid.estimate.n, 40U);
    EXPECT_EQ(paid.estimate.base, 100U);
    EXPECT_EQ(value("abs(change(percent(${work} = 'paid'), 'before'))").estimate.value, 20);
    EXPECT_EQ(value("abs(change(percent(${work} = 'paid'), ''))").unit,
              FigureUnit::percentage_points);
    EXPECT_TRUE(value("words(change(percent(${work} = 'paid'), ''))").spelled_out);
    EXPECT_EQ(value("change(mean(${age}), '')").estimate.value, 2);
    EXPECT_EQ(value("change(mean(${age}), '')").unit, FigureUnit::number);
    EXPECT_EQ(value("change(percent(${work} = 'paid'), '') < 0").text, "true");
    // The third argument is the figure's filter: 15 of 30 now, 10 of 20 then.
    EXPECT_EQ(value("change(count(${age} > 35), '', ${work} = 'own')").estimate.value, 5);
}

// A sentence and `mtm compare` tell one change.
TEST(RoundChanges, AnswersOfTheRoundBeforeAreRecoded) {
    ComparedRound before = round_for_test(
        "Round 1", "select_one | work | farm shop none", "work\nfarm\nshop\nshop\nnone");
    ComparedRound now =
        round_for_test("Round 2", "select_one | work | paid none", "work\npaid\nnone");
    now.study.file.previous = "../before";
    now.study.file.compare.recodes = {{"work", "farm", "paid", 1}, {"work", "shop", "paid", 2}};
    const auto told = [&](const std::string& text) {
        const Publication made(before, now, Edition::internal);
        return made.changes.evaluate(expression_of(text));
    };
    const auto paid = told("change(percent(${work} = 'paid'), '')");
    ASSERT_TRUE(paid);
    EXPECT_EQ(paid->difference, -25);
    EXPECT_EQ(paid->before.estimate.n, 3U);
    ComparedRound was = before;
    ComparedRound is = now;
    EXPECT_TRUE(recode_rounds(now.study.file.compare.recodes, "study.toml", was, is).empty());
    EXPECT_EQ(find_row(compare_for_test(was, is), "work", "paid")->difference, -25);
    // The figure in the same sentence is of this round's answers as they are.
    now.study.file.compare.recodes = {{"work", "paid", "shop", 1}};
    const auto recoded_now = told("change(percent(${work} = 'paid'), '')");
    ASSERT_FALSE(recoded_now);
    EXPECT_NE(recoded_now.error().message.find("recoded in this round too"), std::string::npos);
    const auto untouched = told("change(percent(${work} = 'none'), '')");
    ASSERT_TRUE(untouched);
    EXPECT_EQ(untouched->difference, 25);
}

// Of several answers too, whichever others were given with them: as the comparison has it.
TEST(RoundChanges, AnswersOfSeveralChoicesAreRecodedInEveryCombination) {
    ComparedRound before = round_for_test(
        "Round 1",
        "select_multiple | needs | food bread drink rent",
        "needs\nfood\nfood\nbread\nbread rent\nbread rent\nrent bread food\ndrink rent\n"
        "rent drink\ndrink\nrent");
    ComparedRound now = round_for_test("Round 2",
                                       "select_multiple | needs | food water rent",
                                       "needs\nfood\nfood\nwater\nrent\nrent\nrent\nrent\nrent\n"
                                       "rent\nrent");
    now.study.file.previous = "../before";
    now.study.file.compare.recodes = {{"needs", "bread", "food", 1},
                                      {"needs", "drink", "water", 2}};
    ComparedRound was = before;
    ComparedRound is = now;
    EXPECT_TRUE(recode_rounds(now.study.file.compare.recodes, "study.toml", was, is).empty());
    const RoundComparison comparison = compare_for_test(was, is);
    const auto difference = [&](const std::string& text) {
        const Publication made(before, now, Edition::internal);
        const auto told = made.changes.evaluate(expression_of(text));
        EXPECT_TRUE(told) << text;
        return told ? told->difference : 0;
    };
    EXPECT_EQ(difference("change(percent(selected(${needs}, 'food')), '')"), 20 - 60);
    EXPECT_EQ(find_row(comparison, "needs", "food")->difference, 20 - 60);
    EXPECT_EQ(difference("change(percent(selected(${needs}, 'water')), '')"), 10 - 30);
    EXPECT_EQ(find_row(comparison, "needs", "water")->difference, 10 - 30);
    EXPECT_EQ(difference("change(percent(not(selected(${needs}, 'food'))), '')"), 80 - 40);
    // Who named bread and food named one need of two: food and rent.
    EXPECT_EQ(difference("change(percent(count-selected(${needs}) = 3), '')"), 0);
    EXPECT_EQ(difference("change(percent(count-selected(${needs}) = 2), '')"), -50);
    EXPECT_EQ(difference("change(percent(${needs} = 'water rent'), '')"), -10);
}

TEST(RoundChanges, WhatCannotBeAnsweredIsAnErrorThatSaysWhy) {
    const Publication told(
        round_of("Round 1", 60, 20, 20), round_of("Round 2", 40, 30, 30), Edition::internal);
    const auto error = [&told](const std::string& text) {
        const auto changed = told.changes.evaluate(expression_of(text));
        return changed ? std::string() : changed.error().message;
    };
    EXPECT_NE(error("change(percent(${work} = 'paid'), 'Round 0')").find("“Round 1”"),
              std::string::npos);
    EXPECT_NE(error("change(count(true()), '') + change(count(true()), '')"), "");
    EXPECT_NE(error("change(count(true()), '') div count(true())"), "");
    EXPECT_NE(error("change(top(${work}, 1), '')").find("text"), std::string::npos);
}

TEST(RoundChanges, VerdictIsYesOrNoWithADesignAndUnknownWithout) {
    ComparedRound before = round_of("Round 1", 60, 20, 20);
    ComparedRound now = round_of("Round 2", 30, 19, 51);
    const Expression paid = expression_of("change(percent(${work} = 'paid'), '')");
    const Expression own = expression_of("change(percent(${work} = 'own'), '')");
    {
        Publication told(before, now, Edition::published);
        const ChangeVerdict verdict = told.changes.verdict(paid);
        EXPECT_EQ(verdict.answer, ChangeVerdict::Answer::unknown);
        EXPECT_NE(verdict.reason, "");
        EXPECT_FALSE(verdict.p.has_value());
    }
    give_design(before);
    give_design(now);
    Publication told(before, now, Edition::published);
    told.changes.expect(paid.root);
    told.changes.expect(own.root);
    told.changes.expect(expression_of("abs(change(percent(${work} = 'own'), ''))").root);
    const ChangeVerdict yes = told.changes.verdict(paid);
    EXPECT_EQ(yes.answer, ChangeVerdict::Answer::yes) << yes.reason;
    const ChangeVerdict no = told.changes.verdict(own);
    EXPECT_EQ(no.answer, ChangeVerdict::Answer::no) << no.reason;

    // One family: Holm's correction of the two, by another route.
    const auto p_of = [&told](const Expression& expression) {
        const auto changed = told.changes.evaluate(expression);
        const Estimate& change = changed->change.estimate;
        return two_sided_p(*change.value / *change.standard_error, *change.df);
    };
    const std::vector<double> corrected = adjust_holm({p_of(paid), p_of(own)});
    EXPECT_DOUBLE_EQ(*yes.p, corrected[0]);
    EXPECT_DOUBLE_EQ(*no.p, corrected[1]);

    const ChangeVerdict none = told.changes.verdict(expression_of("percent(${work} = 'own')"));
    EXPECT_EQ(none.answer, ChangeVerdict::Answer::unknown);
}

// Who is paid and who is not change as one: p is corrected for one test and not for two.
TEST(RoundChanges, TwoSidesOfOneQuestionAreOneHypothesis) {
    ComparedRound before = round_of("Round 1", 60, 40, 0);
    ComparedRound now = round_of("Round 2", 48, 52, 0);
    give_design(before);
    give_design(now);
    Publication told(before, now, Edition::published);
    const Expression paid = expression_of("change(percent(${work} = 'paid'), '')");
    const Expression own = expression_of("change(percent(${work} = 'own'), '')");
    const Expression age = expression_of("change(mean(${age}), '')");
    const ChangeVerdict alone = told.changes.verdict(paid);
    const ChangeVerdict other = told.changes.verdict(own);
    ASSERT_TRUE(alone.p && other.p);
    EXPECT_DOUBLE_EQ(*alone.p, *other.p);
    told.changes.expect(age.root);
    const ChangeVerdict of_two = told.changes.verdict(paid);
    EXPECT_GE(*of_two.p, *alone.p);
    EXPECT_LE(*of_two.p, 2 * *alone.p + 1e-12);

    // Of those over 35 alone it is another question.
    Publication apart(before, now, Edition::published);
    apart.changes.expect(expression_of("change(percent(${work} = 'own', ${age} > 35), '')").root);
    const ChangeVerdict beside = apart.changes.verdict(paid);
    EXPECT_GT(*beside.p, *alone.p);
}

TEST(RoundChanges, NobodyOrEverybodyInARoundIsNotTested) {
    ComparedRound before = round_of("Round 1", 60, 0, 40);
    ComparedRound now = round_of("Round 2", 40, 30, 30);
    give_design(before);
    give_design(now);
    Publication told(before, now, Edition::published);
    const ChangeVerdict verdict =
        told.changes.verdict(expression_of("change(percent(${work} = 'own'), '')"));
    EXPECT_EQ(verdict.answer, ChangeVerdict::Answer::unknown);
    EXPECT_NE(verdict.reason.find("nobody or everybody"), std::string::npos) << verdict.reason;
}

TEST(RoundChanges, FewPeopleOfEitherRoundWithholdTheChange) {
    const Expression own = expression_of("change(percent(${work} = 'own'), '')");
    for (const auto& [was, is] : {std::pair{3, 30}, std::pair{30, 3}, std::pair{30, 30}}) {
        Publication told(round_of("Round 1", 200, was, 200),
                         round_of("Round 2", 200, is, 200),
                         Edition::published);
        const auto changed = told.changes.evaluate(own);
        const auto safe = told.changes.release(*changed);
        const bool few = was == 3 || is == 3;
        EXPECT_EQ(safe->change.withheld, few);
        EXPECT_EQ(safe->change.figure.estimate.value.has_value(), !few);
        EXPECT_EQ(safe->now.figure.estimate.value.has_value(), !few);
        EXPECT_EQ(safe->before.figure.estimate.value.has_value(), !few);
        if (few) {
            EXPECT_EQ(safe->change.figure.estimate.n, 0U);
            EXPECT_EQ(told.changes.verdict(own).reason, "the change is withheld");
        }
        Publication open(round_of("Round 1", 200, was, 200),
                         round_of("Round 2", 200, is, 200),
                         Edition::internal);
        EXPECT_FALSE(open.changes.release(*changed)->change.withheld);
    }
}

// 28 own in the round before, and 25 of them among the older: three are left. Its own publication
// told the 28; the change would tell the 25.
TEST(RoundChanges, WhatTheOtherRoundHasPublishedCounts) {
    std::string answers = "work | age\n";
    for (int i = 0; i < 400; ++i)
        answers += i < 25       ? "own | 60\n"
                   : i < 28     ? "own | 30\n"
                   : i % 2 == 0 ? "paid | 60\n"
                                : "paid | 30\n";
    ComparedRound before = round_for_test("Round 1", change_form, answers);
    before.study.file.threshold = 10;
    const ComparedRound now = round_of("Round 2", 200, 100, 100, 20);
    const PreviousRound previous = at_hand(before);
    const Expression change = expression_of("change(count(${work} = 'own', ${age} > 50), '')");
    const auto withheld = [&](bool told_before) {
        DisclosureControl was(10, Edition::published);
        DisclosureControl is(10, Edition::published);
        if (told_before) {
            const auto all = evaluate_figure(
                before.study, before.dataset, expression_of("count(${work} = 'own')"));
            EXPECT_FALSE(was.release(*all)->withheld);
        }
        RoundChanges changes(now.study, now.dataset, previous, is, was);
        const auto changed = changes.evaluate(change);
        EXPECT_TRUE(changed);
        return changes.release(*changed)->change.withheld;
    };
    EXPECT_FALSE(withheld(false));
    EXPECT_TRUE(withheld(true));
}

TEST(RoundChanges, WithoutTheRoundBeforeThereIsNoValueAndTheReasonIsSaid) {
    const ComparedRound now = round_of("Round 2", 40, 30, 30);
    PreviousRound previous;
    previous.name = "before";
    previous.missing = "there is no folder ../before";
    DisclosureControl control(10, Edition::published);
    RoundChanges changes(now.study, now.dataset, previous, control, control);
    const Expression paid = expression_of("change(percent(${work} = 'paid'), 'Round 1')");
    const auto changed = changes.evaluate(paid);
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_FALSE(changed->change.estimate.value.has_value());
    const auto safe = changes.release(*changed);
    EXPECT_EQ(safe->why_none, "there is no folder ../before");
    EXPECT_EQ(changes.verdict(paid).answer, ChangeVerdict::Answer::unknown);
    EXPECT_EQ(changes.verdict(paid).reason, "there is no folder ../before");
}

std::vector<PublishedFigure> printed_rows() {
    const PublishedFigures read =
        published_figures({{"id", "variable", "category", "base", "subset", "pct", "stat"},
                           {"P1", "work", "paid", "all", "", "55", "pct"},
                           {"P2", "work", "own", "all", "", "<1", "pct"},
                           {"P3", "age", "mean", "all", "", "34", "mean"},
                           {"P4", "work", "none", "all", "${age} > 35", "25", "pct"},
                           {"P5", "work", "none", "all", "${age} > 35", "5", "change"}},
                          "r1.csv");
    EXPECT_TRUE(read.diagnostics.empty());
    return read.figures;
}

// 33 and 33.3 are one number; 33 and 34 are two, and nobody knows which of them was told.
TEST(RoundChanges, RowsOfAPrintMayNotContradictEachOther) {
    EXPECT_TRUE(contradictions_of_print(printed_rows()).empty());
    const PublishedFigures read =
        published_figures({{"id", "variable", "category", "base", "subset", "pct"},
                           {"P1", "work", "paid", "all", "", "33"},
                           {"P2", "work", "paid", "all", "", "33.3"},
                           {"P3", "work", "paid", "all", "${age} > 35", "40"},
                           {"P4", "work", "paid", "all", "", "34"}},
                          "r1.csv");
    const Diagnostics found = contradictions_of_print(read.figures);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "previous-figures-differ");
    EXPECT_EQ(found[0].place.row, 5);
    EXPECT_NE(found[0].message.find("is 34 here and 33 in row 2"), std::string::npos)
        << found[0].message;
}

TEST(RoundChanges, OfARoundThatIsKnownByPrintAreWithoutATest) {
    ComparedRound now = round_of("Round 2", 40, 30, 30);
    give_design(now);
    PreviousRound previous;
    previous.name = "r1";
    previous.names = {"r1.csv"};
    previous.printed = printed_rows();
    DisclosureControl control(10, Edition::internal);
    RoundChanges changes(now.study, now.dataset, previous, control, control);
    const auto value = [&changes](const std::string& figure) {
        const auto changed = changes.evaluate(expression_of("change(" + figure + ", 'r1')"));
        EXPECT_TRUE(changed) << figure;
        EXPECT_FALSE(changed->change.estimate.standard_error.has_value());
        return changed->change.estimate.value;
    };
    EXPECT_EQ(value("percent(${work} = 'paid')"), -15);
    EXPECT_EQ(value("percent(selected(${work}, 'own'))"), 30 - 0.25);
    EXPECT_EQ(value("mean(${age})"), 1);
    EXPECT_EQ(value("percent(${work} = 'none', ${age} > 35)"), 30 - 25);
    EXPECT_FALSE(value("percent(${work} = 'none')").has_value());
    EXPECT_FALSE(value("percent(${work} = 'paid', ${age} > 35)").has_value());
    EXPECT_FALSE(value("count(${work} = 'paid')").has_value());
    const ChangeVerdict verdict =
        changes.verdict(expression_of("change(percent(${work} = 'paid'), 'r1')"));
    EXPECT_EQ(verdict.answer, ChangeVerdict::Answer::unknown);
    EXPECT_NE(verdict.reason.find("printed"), std::string::npos) << verdict.reason;
    EXPECT_FALSE(changes.evaluate(expression_of("change(count(true()), 'Round 0')")));
}

TEST(RoundChanges, AWholeRoundIsComparedWithPrint) {
    ComparedRound now = round_of("Round 2", 40, 30, 30);
    give_design(now);
    PreviousRound previous;
    previous.name = "r1";
    previous.printed = printed_rows();
    DisclosureControl control(10, Edition::internal);
    const RoundComparison comparison = compare_with_print(previous, {now, control});
    EXPECT_EQ(comparison.tests, 0U);
    const DifferenceRow* paid = find_row(comparison, "work", "paid");
    ASSERT_NE(paid, nullptr);
    EXPECT_EQ(*paid->before.value, 55);
    EXPECT_EQ(*paid->difference, -15);
    EXPECT_FALSE(paid->p.has_value());
    EXPECT_EQ(paid->not_tested, comparison.no_test);
    EXPECT_EQ(find_row(comparison, "work", "none")->not_tested, "the other round did not print it");
    EXPECT_EQ(*find_row(comparison, "age", "age")->difference, 1);
}

// A choice of this round counts as the one that was printed; one that was printed by itself cannot.
TEST(RoundChanges, RecodesHoldBesidePrintToo) {
    ComparedRound now = round_of("Round 2", 40, 30, 30);
    now.study.file.compare.recodes = {{"work", "own", "paid", 1}};
    PreviousRound previous;
    previous.name = "r1";
    const PublishedFigures paid_alone = published_figures(
        {{"id", "variable", "category", "base", "pct"}, {"P1", "work", "paid", "all", "55"}},
        "r1.csv");
    previous.printed = paid_alone.figures;
    DisclosureControl control(10, Edition::internal);
    const RoundComparison comparison = compare_with_print(previous, {now, control});
    EXPECT_EQ(*find_row(comparison, "work", "paid")->difference, 15);
    EXPECT_EQ(find_row(comparison, "work", "own"), nullptr);
    const RoundChanges changes(now.study, now.dataset, previous, control, control);
    const auto change = changes.evaluate(expression_of("change(percent(${work} = 'paid'), '')"));
    ASSERT_FALSE(change.has_value());
    EXPECT_NE(change.error().message.find("recoded in this round too"), std::string::npos);
    EXPECT_TRUE(changes.evaluate(expression_of("change(mean(${age}), '')")).has_value());

    previous.printed = printed_rows();  // with “own” too
    EXPECT_EQ(why_not(compare_with_print(previous, {now, control}), "work"),
              "the other round printed “own” by itself, and “own” counts as “paid” here");
    now.study.file.compare.recodes = {{"work", "none", "idle", 1}};
    previous.printed = paid_alone.figures;
    EXPECT_EQ(why_not(compare_with_print(previous, {now, control}), "work"),
              "“none” counts as “idle” here, which this round does not have as a choice");
}

TEST(RoundChanges, MistakesAreFoundWithoutData) {
    ComparedRound now = round_of("Round 2", 1, 1, 1);
    const auto codes = [&now](const std::string& text) {
        std::string out;
        for (const Diagnostic& found : check_changes(now.study, expression_of(text), {}))
            out += found.code + " ";
        return out;
    };
    EXPECT_EQ(codes("change(percent(${work} = 'paid'), 'r')"), "");
    EXPECT_EQ(codes("abs(change(percent(${work} = 'paid'), 'r'))"), "");
    EXPECT_EQ(codes("percent(${work} = 'paid')"), "");
    EXPECT_EQ(codes("change(count(true()), 'r') - count(true())"), "change-beside-aggregate ");
    EXPECT_EQ(codes("change(change(count(true()), 'r'), 'r')"), "change-of-change ");
    EXPECT_EQ(codes("change(top(${work}, 1), 'r')"), "change-of-text ");
    EXPECT_EQ(codes("change(count(true()), 3)"), "wrong-argument ");
    now.study.file.previous.clear();
    EXPECT_EQ(codes("change(count(true()), 'r')"), "no-previous-round ");

    const ComparedRound before =
        round_for_test("Round 1", "select_one | sex | male female", "sex\nmale\n");
    const PreviousRound previous = at_hand(before);
    const auto before_codes = [&](const std::string& text) {
        std::string out;
        for (const Diagnostic& found :
             check_changes_before(before.study, previous, expression_of(text), {}))
            out += found.code + " ";
        return out;
    };
    EXPECT_EQ(before_codes("change(percent(${sex} = 'male'), 'before')"), "");
    EXPECT_EQ(before_codes("change(percent(${work} = 'paid'), '')"), "unknown-question ");
    EXPECT_EQ(before_codes("change(percent(${sex} = 'male'), 'Round 7')"), "unknown-round ");
}

// A number that moved because others were asked, or other things said, is not told without a word.
TEST(RoundChanges, AChangeOfWhatTheRoundsDidNotAskAlikeIsAWarning) {
    const std::string form =
        "integer | age |\nselect_one | sex | male female\n"
        "derived | band | age | young | ${age} < 30\n";
    const ComparedRound before = round_for_test("1", form, "age | sex\n20 | male\n");
    ComparedRound now = round_for_test("2", form, "age | sex\n20 | male\n");
    const auto told = [&](const std::string& text) {
        std::string out;
        for (const Diagnostic& found : check_changes_compared(
                 match_questions(before.study, now.study), expression_of(text), {}))
            out += found.code + ": " + found.message + "\n";
        return out;
    };
    const std::string women = "change(percent(${sex} = 'female'), '')";
    const std::string young = "change(percent(${band} = 'young', ${sex} = 'male'), '')";
    EXPECT_EQ(told(women) + told(young), "");
    now.study.questionnaire.lists[0].choices[0].label.by_language = {"Father"};
    EXPECT_EQ(told(women), "");
    EXPECT_EQ(told(young),
              "change-not-compared: The change of “sex” is not one of the same thing: the rounds "
              "word “male” differently.\n");
    now.study.plan.derived[0].categories[0].expression = expression_of("${age} < 25");
    now.study.file.compare.same = {"sex"};
    EXPECT_EQ(told(young),
              "change-not-compared: The change of “band” is not one of the same thing: the rounds "
              "define “young” differently.\n");
    question_of(now, "sex").relevant = expression_of("${age} > 5");
    now.study.file.compare.same = {"band"};
    EXPECT_EQ(told(young),
              "change-not-compared: The change of “sex” is not one of the same thing: it was "
              "asked of everyone, and is asked of those with ${age} > 5.\n");
    EXPECT_EQ(told("percent(${sex} = 'male')"), "");  // no change
}

}  // namespace
}  // namespace mtm
