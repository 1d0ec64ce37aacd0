// Rounds side by side, against R's survey and against counting by hand.
#include "rounds/comparison.h"

#include <random>

#include <gtest/gtest.h>

#include "estimation/intervals.h"
#include "rounds/comparison_files.h"
#include "rounds/comparison_words.h"
#include "rounds/figure_change.h"
#include "rounds/round_series.h"
#include "rounds/rounds_for_test.h"
#include "tests/shared_files.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

const std::string folder = source_directory() + "/tests/reference/";

constexpr const char* reference_form = R"(
select_one | work | paid own none
select_one | sex | male female
select_one | area | north south
integer | age |
)";

// A round of rounds_rows.csv with its design.
ComparedRound reference_round(const std::string& wanted, const std::string& derived = "") {
    const auto table = read_csv(read_test_file(folder + "rounds_rows.csv"));
    EXPECT_TRUE(table.has_value());
    std::string answers = "work | sex | area | age\n";
    auto design = std::make_shared<SampleDesign>();
    SamplingStage stage;
    for (int r = 0; r < static_cast<int>(table->rows.size()); ++r) {
        if (table->at(r, "round") != wanted) continue;
        const auto number = [&](const char* name) { return number_from(table->at(r, name)); };
        for (const char* name : {"work", "sex", "area"})
            answers += std::string(table->at(r, name)) + " | ";
        answers += std::string(table->at(r, "age")) + "\n";
        design->weights.push_back(number("weight"));
        stage.strata.push_back(static_cast<std::int32_t>(number("stratum")));
        stage.units.push_back(static_cast<std::int32_t>(number("cluster")));
    }
    design->stages.push_back(std::move(stage));
    ComparedRound round =
        round_for_test("Round " + wanted, std::string(reference_form) + derived, answers);
    round.dataset.design = std::make_shared<const TaylorVariance>(*design);
    return round;
}

// Without a design; three people who say "own" are few.
ComparedRound counted_round(const std::string& name, int paid, int own, int none) {
    std::string answers = "work\n";
    for (int i = 0; i < paid; ++i)
        answers += "paid\n";
    for (int i = 0; i < own; ++i)
        answers += "own\n";
    for (int i = 0; i < none; ++i)
        answers += "none\n";
    return round_for_test(name, "select_one | work | paid own none", answers);
}

TEST(Comparison, DifferencesAndTestsAreThoseOfR) {
    const ComparedRound before = reference_round("1");
    const ComparedRound now = reference_round("2");
    const RoundComparison comparison = compare_for_test(before, now);
    const auto results = read_csv(read_test_file(folder + "rounds_results.csv"));
    for (int i = 0; i < static_cast<int>(results->rows.size()); ++i) {
        const std::string name(results->at(i, "name"));
        const std::string question = name == "male" ? "sex" : name == "age" ? "age" : "work";
        const DifferenceRow* row = find_row(comparison, question, name);
        ASSERT_NE(row, nullptr) << name;
        const auto reference = [&](const char* column) {
            return number_from(results->at(i, column));
        };
        EXPECT_NEAR(*row->before.value, reference("before"), 1e-9) << name;
        EXPECT_NEAR(*row->now.value, reference("now"), 1e-9) << name;
        EXPECT_NEAR(*row->difference, reference("difference"), 1e-9) << name;
        EXPECT_NEAR(*row->standard_error, reference("se"), 1e-9) << name;
        EXPECT_NEAR(*row->low, reference("low"), 1e-8) << name;
        EXPECT_NEAR(*row->high, reference("high"), 1e-8) << name;
        EXPECT_NEAR(*row->p, reference("p"), 1e-9) << name;
        EXPECT_EQ(row->before.base, 72U);
        EXPECT_EQ(row->now.base, 108U);
    }
    // The five above, where female goes with male; and north with south: the areas are strata, so
    // their shares vary not by which clusters were drawn but by their weights.
    EXPECT_EQ(comparison.tests, 6U);
}

// The figure of a sentence and the row of the comparison are two routes to one number.
TEST(Comparison, ChangeOfAFigureIsTheDifferenceOfItsRow) {
    const ComparedRound before = reference_round("1");
    const ComparedRound now = reference_round("2");
    const RoundComparison comparison = compare_for_test(before, now);
    for (const auto& [text, question, category] :
         {std::tuple{"change(percent(${work} = 'paid'), 'Round 1')", "work", "paid"},
          std::tuple{"change(mean(${age}), 'Round 1')", "age", "age"}}) {
        const auto change = change_in(expression_of(text));
        ASSERT_TRUE(change.has_value());
        EXPECT_EQ(change->round, "Round 1");
        const auto value = evaluate_change(before, now.study, now.dataset, change->figure);
        ASSERT_TRUE(value.has_value()) << value.error().message;
        const DifferenceRow* row = find_row(comparison, question, category);
        EXPECT_NEAR(*value->change.estimate.value, *row->difference, 1e-12);
        EXPECT_NEAR(*value->change.estimate.standard_error, *row->standard_error, 1e-12);
        EXPECT_NEAR(*value->change.estimate.low, *row->low, 1e-10);
        EXPECT_EQ(value->change.estimate.base, 108U);
    }
    EXPECT_FALSE(change_in(expression_of("percent(${work} = 'paid')")).has_value());
    const auto lost = evaluate_change(
        counted_round("Round 0", 1, 1, 1), now.study, now.dataset, expression_of("mean(${age})"));
    ASSERT_FALSE(lost.has_value());
    EXPECT_TRUE(lost.error().message.starts_with("Round 0: ")) << lost.error().message;
}

TEST(Comparison, FamilyIsAllTestsOfTheComparison) {
    ComparedRound before = reference_round("1");
    ComparedRound now = reference_round("2");
    const auto smallest = [](const RoundComparison& comparison) {
        double p = 1;
        double corrected = 1;
        for (const ComparedQuestion& question : comparison.questions) {
            for (const DifferenceRow& row : question.rows) {
                if (!row.p || *row.p >= p) continue;
                p = *row.p;
                corrected = *row.p_family;
            }
        }
        return std::pair{p, corrected};
    };
    const RoundComparison holm = compare_for_test(before, now);
    EXPECT_NEAR(smallest(holm).second, 6 * smallest(holm).first, 1e-12);
    now.study.file.compare.correction = TestCorrection::benjamini_hochberg;
    const RoundComparison bh = compare_for_test(before, now);
    EXPECT_LE(smallest(bh).second, smallest(holm).second);
}

// A derived variable that repeats an answer tests nothing more, and all else stays as it was.
TEST(Comparison, RowsOfTheSamePeopleAreOneHypothesis) {
    const auto with_copy = [](const char* round, const char* of) {
        return reference_round(round, "derived | copy | work | paid | " + std::string(of) + "\n");
    };
    const RoundComparison alone = compare_for_test(reference_round("1"), reference_round("2"));
    const RoundComparison copied =
        compare_for_test(with_copy("1", "${work} = 'paid'"), with_copy("2", "${work} = 'paid'"));
    const DifferenceRow* copy = find_row(copied, "copy", "paid");
    const DifferenceRow* paid = find_row(copied, "work", "paid");
    ASSERT_TRUE(paid != nullptr && paid->p);
    ASSERT_NE(copy, nullptr) << why_not(copied, "copy");
    ASSERT_TRUE(copy->p) << copy->not_tested;
    EXPECT_EQ(copied.tests, alone.tests);
    EXPECT_EQ(copy->p_family, paid->p_family);
    EXPECT_EQ(paid->p_family, find_row(alone, "work", "paid")->p_family);
    // What is another set of people in one round counts for itself.
    const RoundComparison other =
        compare_for_test(with_copy("1", "${work} != 'none'"), with_copy("2", "${work} != 'none'"));
    EXPECT_EQ(other.tests, alone.tests + 1);
}

TEST(Comparison, IntervalsAreOfTheStudysConfidence) {
    ComparedRound now = reference_round("2");
    const ComparedRound before = reference_round("1");
    const auto width = [&] {
        const RoundComparison comparison = compare_for_test(before, now);
        const DifferenceRow* row = find_row(comparison, "work", "paid");
        return (*row->high - *row->low) / *row->standard_error / 2;
    };
    const double usual = width();
    now.study.file.variance.confidence = 99;
    EXPECT_EQ(compare_for_test(before, now).confidence, 99);
    const auto row = *find_row(compare_for_test(before, now), "work", "paid");
    const double df = std::min(*row.before.df, *row.now.df);
    EXPECT_NEAR(usual, t_quantile(0.975, df), 1e-9);
    EXPECT_NEAR(width(), t_quantile(0.995, df), 1e-9);
}

// Everybody stands for one person and is a cluster, so that the variance of a share p of n people
// is p (1 − p) / (n − 1), and t can be worked out by hand.
ComparedRound simple_round(const std::string& name,
                           std::string_view form,
                           const std::vector<std::pair<std::string, int>>& answers,
                           const std::string& column = "works") {
    std::string rows = column + "\n";
    auto design = std::make_shared<SampleDesign>();
    for (const auto& [answer, people] : answers) {
        for (int i = 0; i < people; ++i) {
            rows += answer + "\n";
            design->weights.push_back(1);
        }
    }
    design->stages.emplace_back();
    ComparedRound round = round_for_test(name, form, rows);
    round.dataset.design = std::make_shared<const TaylorVariance>(*design);
    return round;
}

// 40 and then 60 of 101 people say yes, the others no: one hypothesis, whose p is not doubled.
TEST(Comparison, TwoAnswersOfWhichOneSaysAllCountOnce) {
    constexpr std::string_view form = "select_one | works | yes no never refused!";
    const ComparedRound before = simple_round("1", form, {{"yes", 40}, {"no", 61}});
    const ComparedRound now = simple_round("2", form, {{"yes", 60}, {"no", 41}});
    const RoundComparison one = compare_for_test(before, now);
    const DifferenceRow* yes = find_row(one, "works", "yes");
    const DifferenceRow* no = find_row(one, "works", "no");
    // v = (40 · 61 / 101²) / 100 + (60 · 41 / 101²) / 100, t = (20 / 101) / √v
    const double v = (40 * 61 + 60 * 41) / (101.0 * 101 * 100);
    const double p = two_sided_p(20 / 101.0 / std::sqrt(v), 100);
    EXPECT_NEAR(*yes->p, p, 1e-12);
    EXPECT_NEAR(*no->p, p, 1e-12);
    EXPECT_EQ(one.tests, 1U);
    EXPECT_NEAR(*yes->p_family, p, 1e-12);
    EXPECT_EQ(yes->p_family, no->p_family);
    EXPECT_FALSE(find_row(one, "works", "never")->p.has_value());  // nobody in either round
    bool said = false;
    for (const std::string& remark : remarks_of(one))
        said = said || remark.find("2 differences are tested") != std::string::npos;
    EXPECT_TRUE(said);

    // Who refused is in the base too: yes may have changed where no has not.
    const RoundComparison refused =
        compare_for_test(simple_round("1", form, {{"yes", 40}, {"no", 51}, {"refused", 10}}), now);
    EXPECT_EQ(refused.tests, 2U);
    const double smaller =
        std::min(*find_row(refused, "works", "yes")->p, *find_row(refused, "works", "no")->p);
    EXPECT_NEAR(std::min(*find_row(refused, "works", "yes")->p_family,
                         *find_row(refused, "works", "no")->p_family),
                std::min(1.0, 2 * smaller),
                1e-12);

    // A third answer that one round alone has is not tested, and yet the other two are not all.
    const RoundComparison third =
        compare_for_test(simple_round("1", form, {{"yes", 40}, {"no", 51}, {"never", 10}}), now);
    EXPECT_FALSE(find_row(third, "works", "never")->p.has_value());
    EXPECT_EQ(third.tests, 2U);

    // Three answers: three hypotheses.
    const auto three =
        compare_for_test(simple_round("1", form, {{"yes", 40}, {"no", 51}, {"never", 10}}),
                         simple_round("2", form, {{"yes", 50}, {"no", 31}, {"never", 20}}));
    EXPECT_EQ(three.tests, 3U);

    // Of several answers each is one of its own, though nobody happens to have given both.
    constexpr std::string_view several = "select_multiple | works | yes no";
    EXPECT_EQ(compare_for_test(simple_round("1", several, {{"yes", 40}, {"no", 61}}),
                               simple_round("2", several, {{"yes", 60}, {"no", 41}}))
                  .tests,
              2U);
}

// 1 of 3 weighted and unweighted differ in their last places.
TEST(Comparison, ADifferenceOfNothingIsZero) {
    constexpr std::string_view form = "select_one | works | yes no";
    const ComparedRound before = simple_round("1", form, {{"yes", 20}, {"no", 40}});
    ComparedRound now = simple_round("2", form, {{"yes", 30}, {"no", 60}});
    SampleDesign design = now.dataset.design->design();
    for (double& weight : design.weights)
        weight = 0.7;
    now.dataset.design = std::make_shared<const TaylorVariance>(design);
    const RoundComparison comparison = compare_for_test(before, now);
    EXPECT_EQ(find_row(comparison, "works", "yes")->difference, 0);
    EXPECT_EQ(find_row(comparison, "works", "no")->difference, 0);
    const std::vector<RoundComparison> all{comparison};
    EXPECT_EQ(comparison_csv({"Same", all}).find("e-"), std::string::npos);
}

// Weighted, by two routes: the parts add to the difference of the published values.
TEST(Comparison, MixAndWithinAddToTheDifference) {
    const ComparedRound before = reference_round("1");
    ComparedRound now = reference_round("2");
    now.study.file.compare.mix = {"area", "sex"};
    const RoundComparison comparison = compare_for_test(before, now);
    int divided = 0;
    for (const DifferenceRow& row : find_question(comparison, "work")->rows) {
        ASSERT_TRUE(row.parts.has_value()) << row.category.name;
        EXPECT_NEAR(row.parts->mix + row.parts->within, *row.difference, 1e-9);
        EXPECT_NE(row.parts->mix, 0);
        ++divided;
    }
    EXPECT_EQ(divided, 3);
    EXPECT_EQ(find_question(comparison, "sex")->no_parts, "people are divided by it");
    EXPECT_FALSE(find_question(comparison, "age")->rows[0].parts.has_value());
}

// In public, parts of weighted percentages would give the exact ones back: nothing is said to be
// divided, and why.
TEST(Comparison, SaysWhyNoDifferenceIsDivided) {
    const ComparedRound before = reference_round("1");
    ComparedRound now = reference_round("2");
    now.study.file.compare.mix = {"area", "sex"};
    const auto words_in = [&](Edition edition) {
        return join(remarks_of(compare_for_test(before, now, edition)), "\n");
    };
    EXPECT_NE(words_in(Edition::internal).find("a difference is divided in two"),
              std::string::npos);
    const std::string published = words_in(Edition::published);
    EXPECT_EQ(published.find("divided in two"), std::string::npos) << published;
    EXPECT_NE(published.find("No difference is divided into what comes of another mix of people "
                             "(area × sex) and what has changed within the groups: "),
              std::string::npos)
        << published;
}

// Who left the question of the mix blank, and who is in none of its bands, are two groups: by hand,
// of 40 people each time, 10 young, 10 old, 10 blank and 10 in no band, of whom so many work.
TEST(Comparison, BlanksAndPeopleOfNoBandAreGroupsOfTheMix) {
    const auto round = [](const char* name, int young, int old, int blank, int none, int working) {
        std::string answers = "age | work\n";
        const auto add = [&](const char* age, int people) {
            for (int i = 0; i < people; ++i)
                answers +=
                    std::string(age) + " | " + (i < people * working / 10 ? "yes" : "no") + "\n";
        };
        add("20", young);
        add("50", old);
        add("", blank);
        add("80", none);
        return round_for_test(name,
                              "integer | age |\nselect_one | work | yes no\n"
                              "derived | band | age | young | ${age} < 40\n"
                              "derived | band | age | old | ${age} >= 40 and ${age} < 65\n",
                              answers);
    };
    const ComparedRound before = round("1", 10, 10, 10, 10, 4);
    ComparedRound now = round("2", 20, 10, 30, 40, 6);
    now.study.file.compare.mix = {"band"};
    const RoundComparison comparison = compare_for_test(before, now);
    const DifferenceRow* row = find_row(comparison, "work", "yes");
    ASSERT_TRUE(row->parts.has_value()) << find_question(comparison, "work")->no_parts;
    EXPECT_NEAR(*row->difference, 20, 1e-9);
    EXPECT_NEAR(row->parts->mix, 0, 1e-9);  // every group has the same share
    EXPECT_NEAR(row->parts->within, 20, 1e-9);
}

TEST(Comparison, WithoutADesignNothingIsTestedAndTheReasonIsSaid) {
    ComparedRound before = reference_round("1");
    ComparedRound now = reference_round("2");
    before.dataset.design = nullptr;
    const RoundComparison comparison = compare_for_test(before, now);
    EXPECT_EQ(comparison.tests, 0U);
    EXPECT_TRUE(comparison.no_test.starts_with("Round 1: ")) << comparison.no_test;
    const DifferenceRow* row = find_row(comparison, "work", "paid");
    EXPECT_TRUE(row->difference.has_value());
    EXPECT_FALSE(row->p.has_value());
    EXPECT_FALSE(row->significant);
    EXPECT_NE(row->not_tested, "");
}

TEST(Comparison, WhatNobodyOrEverybodySaysInARoundIsNotTested) {
    ComparedRound before = reference_round("1");
    const ComparedRound now = reference_round("2");
    for (std::int32_t& code : before.dataset.levels[0].columns[0].codes) {
        if (code == 0) code = 1;
    }
    const RoundComparison comparison = compare_for_test(before, now);
    const DifferenceRow* row = find_row(comparison, "work", "paid");
    EXPECT_EQ(*row->before.value, 0);
    EXPECT_GT(*row->difference, 0);
    EXPECT_FALSE(row->p.has_value());
    EXPECT_TRUE(row->not_tested.starts_with("nobody or everybody"));
}

TEST(Comparison, PublicEditionTellsNoSmallCount) {
    const ComparedRound before = counted_round("Round 1", 40, 3, 57);
    const ComparedRound now = counted_round("Round 2", 50, 20, 30);
    const RoundComparison open = compare_for_test(before, now);
    EXPECT_EQ(find_row(open, "work", "own")->before.n, 3U);
    const RoundComparison safe = compare_for_test(before, now, Edition::published);
    const ComparedQuestion* question = find_question(safe, "work");
    ASSERT_NE(question, nullptr);
    // Whatever way it is protected, no exact count or difference gives the three back.
    int exact = 0;
    for (const DifferenceRow& row : question->rows) {
        if (row.before.withheld) {
            EXPECT_FALSE(row.before.value.has_value());
            EXPECT_FALSE(row.difference.has_value());
            EXPECT_EQ(row.not_tested, "withheld");
        } else if (!row.before.coarse) {
            ++exact;
        } else {
            EXPECT_EQ(row.before.n, 0U);
            EXPECT_EQ(row.before.base, 0U);
        }
    }
    EXPECT_LE(exact, 1);
    const std::vector<RoundComparison> all{safe};
    const std::string csv = comparison_csv({"Small", all});
    EXPECT_EQ(csv.find(",3,100,"), std::string::npos) << csv;
}

TEST(Comparison, InventedInterviewsAndTheInternalEditionAreMarkedInEveryFile) {
    ComparedRound before = counted_round("Round 1", 40, 13, 57);
    ComparedRound now = counted_round("Round 2", 50, 20, 30);
    before.dataset.rehearsal = now.dataset.rehearsal = true;
    const std::vector<RoundComparison> all{compare_for_test(before, now)};
    const ComparisonExport exported{"Small", all};
    for (const std::string& file : {comparison_json(exported),
                                    comparison_csv(exported),
                                    comparison_page(exported),
                                    comparison_summary(exported)}) {
        EXPECT_NE(file.find(invented_mark), std::string::npos);
        EXPECT_NE(file.find("Internal: not for publication"), std::string::npos);
    }
    EXPECT_TRUE(write_workbook(comparison_workbook(exported)).has_value());
}

// Bands of an age that both define alike are compared as a question is; others say why not.
TEST(Comparison, DerivedVariablesAreComparedWhereBothDefineThemAlike) {
    const auto form = [](const std::string& old, const std::string& more) {
        return "integer | age |\nselect_one | sex | male female\n"
               "derived | band | age | young | ${age} < 30\n"
               "derived | band | age | old | " +
               old + "\n" + more;
    };
    std::string was = "age | sex\n";
    std::string is = was;
    for (int i = 0; i < 40; ++i) {
        was += std::to_string(20 + i % 20) + " | male\n";
        is += std::to_string(25 + i % 20) + " | male\n";
    }
    const ComparedRound before = round_for_test("1", form("${age} >= 30", ""), was);
    const ComparedRound same = round_for_test("2", form("${age} >= 30", ""), is);
    const RoundComparison comparison = compare_for_test(before, same);
    EXPECT_EQ(*find_row(comparison, "band", "young")->before.value, 50);
    EXPECT_EQ(*find_row(comparison, "band", "young")->now.value, 25);
    EXPECT_EQ(*find_row(comparison, "band", "young")->difference, -25);
    EXPECT_FALSE(find_question(comparison, "band")->numeric);

    const ComparedRound other = round_for_test(
        "2", form("${age} >= 31", "derived | group | sex | men | ${sex} = 'male'\n"), is);
    const RoundComparison differs = compare_for_test(before, other);
    EXPECT_EQ(*find_row(differs, "band", "young")->difference, -25);
    EXPECT_FALSE(find_row(differs, "band", "old")->difference.has_value());
    EXPECT_EQ(find_row(differs, "band", "old")->not_tested, "the rounds word it differently");
    EXPECT_EQ(why_not(differs, "group"), "the other round does not define it");
    EXPECT_EQ(why_not(compare_for_test(other, before), "group"), "this round does not define it");

    ComparedRound elsewhere = other;
    elsewhere.study.plan.derived[0].question = "sex";
    EXPECT_EQ(why_not(compare_for_test(before, elsewhere), "band"),
              "it was made of “age” and is made of “sex”");
    ComparedRound recoded = same;
    recoded.study.file.compare.recodes.push_back({"age", "20", "21", 1});
    EXPECT_NE(why_not(compare_for_test(before, recoded), "band").find("recoded"),
              std::string::npos);
    // The study knows better: it says that both mean the same.
    ComparedRound named = other;
    named.study.file.compare.same = {"band"};
    EXPECT_EQ(*find_row(compare_for_test(before, named), "band", "old")->difference, 20);
    recoded.study.file.compare.same = {"band"};
    EXPECT_EQ(*find_row(compare_for_test(before, recoded), "band", "young")->difference, -25);
}

// Any question that puts people into a category counts, not only the one whose people they are.
TEST(Comparison, ADerivedVariableIsComparedIfAllThatItIsMadeOfIs) {
    const std::string form =
        "integer | age |\nselect_one | sex | male female\n"
        "derived | boys | age | boy | ${age} < 18 and ${sex} = 'male'\n";
    const std::string answers = "age | sex\n10 | male\n30 | female\n";
    const ComparedRound before = round_for_test("1", form, answers);
    ComparedRound now = round_for_test("2", form, answers);
    EXPECT_EQ(*find_row(compare_for_test(before, now), "boys", "boy")->difference, 0);
    now.study.file.compare.recodes.push_back({"sex", "female", "male", 1});
    EXPECT_EQ(why_not(compare_for_test(before, now), "boys"),
              "it is made of “sex”: its choices are recoded here, and it is taken as it was "
              "answered");
    now.study.file.compare.recodes.clear();
    question_of(now, "sex").relevant = expression_of("${age} > 5");
    EXPECT_EQ(why_not(compare_for_test(before, now), "boys"),
              "it is made of “sex”: it was asked of everyone, and is asked of those with "
              "${age} > 5");
}

// One reason for all is said once; what concerns a row stands in its row.
TEST(Comparison, WhyNothingIsTestedIsSaidOnce) {
    ComparedRound before = reference_round("1");
    ComparedRound now = reference_round("2");
    before.dataset.design = nullptr;
    const std::vector<RoundComparison> all{compare_for_test(before, now)};
    const ComparisonExport exported{"Small", all};
    for (const std::string& file : {comparison_json(exported), comparison_page(exported)}) {
        std::size_t times = 0;
        for (std::size_t at = file.find(all[0].no_test); at != std::string::npos;
             at = file.find(all[0].no_test, at + 1))
            ++times;
        EXPECT_LE(times, 2U);  // as the reason, and in the remark that says it in a sentence
        EXPECT_GE(times, 1U);
    }
    EXPECT_EQ(comparison_page(exported).find("Not tested because"), std::string::npos);
    for (DifferenceRow row : all[0].questions[0].rows) {
        EXPECT_EQ(reason_of_row(all[0], row), "");
        row.not_tested = "withheld";
        EXPECT_EQ(reason_of_row(all[0], row), "withheld");
    }
}

TEST(Comparison, NothingIsCalledSignificantWithoutItsBases) {
    const RoundComparison comparison =
        compare_for_test(reference_round("1"), reference_round("2"), Edition::published);
    for (const ComparedQuestion& question : comparison.questions) {
        for (const DifferenceRow& row : question.rows) {
            if (!row.p) continue;
            EXPECT_NE(print_base(row.before), "") << question.name << row.category.name;
            EXPECT_NE(print_base(row.now), "") << question.name << row.category.name;
        }
    }
    EXPECT_GT(comparison.tests, 0U);
}

// Means without counts are told to a decimal, percentages whole; what was printed, as it was.
TEST(Comparison, ADifferenceHasNoMorePlacesThanItsValues) {
    const auto shown = [](bool numeric, RoundValue before, RoundValue now) {
        ComparedQuestion question;
        question.numeric = numeric;
        DifferenceRow row;
        row.difference = *now.value - *before.value;
        row.before = before;
        row.now = now;
        return print_difference(question, row);
    };
    RoundValue exact;
    exact.value = 17.34;
    RoundValue coarse;
    coarse.value = 19;
    coarse.coarse = true;
    RoundValue coarse_mean;
    coarse_mean.value = 2;
    coarse_mean.coarse = true;
    RoundValue other_mean = coarse_mean;
    other_mean.value = 2.4;
    RoundValue printed;
    printed.value = 19;
    printed.printed = true;
    RoundValue printed_to_a_place = printed;
    printed_to_a_place.value = 19.5;
    EXPECT_EQ(shown(false, exact, exact), "0.0");
    EXPECT_EQ(shown(false, coarse, exact), "−2");
    EXPECT_EQ(shown(true, coarse_mean, other_mean), "+0.4");
    EXPECT_EQ(shown(false, printed, exact), "−2");
    EXPECT_EQ(shown(true, printed_to_a_place, exact), "−2.2");
}

TEST(Comparison, SaysWhereDifferencesAreOfRoundedValues) {
    const auto said = [](const RoundComparison& comparison) {
        const std::string start =
            "Differences are in percentage points (of means, in their unit), of ";
        for (const std::string& remark : remarks_of(comparison)) {
            if (remark.starts_with(start)) return remark.substr(start.size());
        }
        return std::string();
    };
    const ComparedRound before = reference_round("1");
    const ComparedRound now = reference_round("2");
    EXPECT_EQ(said(compare_for_test(before, now)), "unrounded values.");
    // What is said is so: a difference of weighted people in public is of two whole percentages.
    const RoundComparison weighted = compare_for_test(before, now, Edition::published);
    EXPECT_EQ(said(weighted).find("values as they are told: rounded where people are weighted"), 0U)
        << said(weighted);
    const std::optional<double> difference = find_question(weighted, "work")->rows[0].difference;
    ASSERT_TRUE(difference);
    EXPECT_EQ(*difference, std::round(*difference));
    RoundComparison counted = compare_for_test(counted_round("Round 1", 40, 20, 57),
                                               counted_round("Round 2", 50, 20, 30),
                                               Edition::published);
    EXPECT_EQ(said(counted), "unrounded values.");
    counted.questions[0].rows[0].before.coarse = true;
    counted.questions[0].rows[1].before.printed = true;
    EXPECT_EQ(said(counted),
              "values as they are told: rounded where counts are withheld, where the other round "
              "has only what it printed; unrounded elsewhere.");
}

TEST(Comparison, SeriesRunFromTheOldestRoundToThisOne) {
    ComparedRound first = counted_round("Round 1", 40, 13, 57);
    ComparedRound second = counted_round("Round 2", 45, 15, 50);
    ComparedRound third = counted_round("Round 3", 50, 20, 30);
    const std::vector<RoundComparison> undated{compare_for_test(second, third),
                                               compare_for_test(first, third)};
    const auto series = series_of(undated);
    ASSERT_EQ(series.size(), 1U);
    EXPECT_EQ(series[0].rounds, (std::vector<std::string>{"Round 1", "Round 2", "Round 3"}));
    ASSERT_EQ(series[0].lines.size(), 3U);
    const RoundLine& own = series[0].lines[1];
    EXPECT_EQ(own.category.name, "own");
    EXPECT_NEAR(*own.values[0].value, 100.0 * 13 / 110, 1e-9);
    EXPECT_NEAR(*own.values[1].value, 100.0 * 15 / 110, 1e-9);
    EXPECT_EQ(*own.values[2].value, 20);
    EXPECT_TRUE(RoundSeries::comparable(own, 0));

    first.study.file.fieldwork_start = "2024-06-01";
    second.study.file.fieldwork_start = "2023-06-01";
    const auto dated = series_of({compare_for_test(second, third), compare_for_test(first, third)});
    EXPECT_EQ(dated[0].rounds[0], "Round 2");
    EXPECT_TRUE(series_of({}).empty());
}

TEST(Comparison, WithoutCommonQuestionsNothingIsComparedAndEachSaysWhy) {
    const ComparedRound before = round_for_test("1", "select_one | a | x y", "a\nx\ny");
    const ComparedRound now = round_for_test("2", "select_one | b | x y", "b\nx\ny");
    const RoundComparison comparison = compare_for_test(before, now);
    EXPECT_TRUE(comparison.questions.empty());
    EXPECT_EQ(why_not(comparison, "a"), "this round does not ask it");
    EXPECT_EQ(why_not(comparison, "b"), "the other round did not ask it");
}

}  // namespace
}  // namespace mtm
