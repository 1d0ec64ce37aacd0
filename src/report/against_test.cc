#include "report/against.h"

#include <gtest/gtest.h>

#include "report/test_survey.h"

namespace mtm {
namespace {

constexpr std::string_view header =
    "id,section,variable,category,base,subset,base_n,pct,n,stat,note\n";

Comparison compare(const std::string& rows) {
    const Study study = test_survey::study();
    return compare_with_published(
        study, test_survey::twenty(study), std::string(header) + rows, "figures.csv");
}

using Strings = std::vector<std::string>;

TEST(Against, SaysNothingOfFiguresThatHold) {
    const Comparison comparison = compare(
        "F1,,sex,male,all,,20,60,12,pct,\n"
        "F2,,sector,construction,working,,15,60,9,pct,\n"
        "F3,,sector,construction,all,,20,45,,pct,a share of everyone\n"
        "F4,,age,mean,all,${sex} = 'male',,31,,mean,\n"
        "F5,,reasons,friends,all,,20,50,10,pct,\n"
        "F6,,age,young,all,,,25,5,pct,\n"
        "F7,,sex,male,,,,60,,pct,\n");
    EXPECT_EQ(comparison.diagnostics, Diagnostics{});
    EXPECT_EQ(comparison.lines(), Strings{});
    EXPECT_EQ(comparison.figures.size(), 7U);
}

TEST(Against, SaysWhatTheDataSayOfFiguresThatDoNot) {
    const Comparison comparison = compare(
        "F1,,sex,male,all,,21,61,13,pct,\n"
        "F2,,age,mean,all,${sex} = 'male',,30,,mean,\n"
        "F3,,sex,female,all,,20,-2,,change,\n"
        "F4,,sex,male,all,,,<1,,pct,\n");
    EXPECT_EQ(comparison.lines(),
              (Strings{"contradicted F1 sex = male: published a base of 21, the data say 20; "
                       "published 13 people, the data say 12; published 61%, the data say 60% (12 "
                       "of 20)",
                       "contradicted F2 age (mean) where ${sex} = 'male': published 30, the data "
                       "say 31",
                       "not checked F3 a change needs the data of the other round",
                       "contradicted F4 sex = male: published <1%, the data say 60% (12 of 20)"}));
    EXPECT_EQ(comparison.contradicted(), 3U);
}

// Of 40 people in the round before 28 were men, who were 33.5 years old on average.
TEST(Against, ChecksChangesWhereTheRoundBeforeIsAtHand) {
    const Study study = test_survey::study();
    std::vector<std::string> people;
    for (int i = 0; i < 40; ++i)
        people.push_back((i < 28 ? "male " : "female ") + std::to_string(20 + i) + " no - income");
    PreviousRound previous;
    previous.name = "Round 0";
    previous.interviews = ComparedRound{"Round 0", study, test_survey::dataset(study, people)};
    const auto lines = [&](const std::string& rows, const PreviousRound& before) {
        return compare_with_published(study,
                                      test_survey::twenty(study),
                                      std::string(header) + rows,
                                      "figures.csv",
                                      before)
            .lines();
    };
    // 60 less 70; 31 less 33.5, which rounds away from zero.
    EXPECT_EQ(lines("F1,,sex,male,all,,20,-10,,change,\n"
                    "F2,,sex,female,all,,,+10,,change,\n"
                    "F3,,age,mean,all,${sex} = 'male',,-3,,change,years\n"
                    "F4,,age,mean,all,${sex} = 'male',,-2.5,,change,years\n",
                    previous),
              Strings{});
    EXPECT_EQ(lines("F1,,sex,male,all,,20,-9,,change,\n"
                    "F2,,sex,male,all,,20,fewer,,change,\n",
                    previous),
              (Strings{"contradicted F1 sex = male: published a change of -9, the data say -10 "
                       "(from 70.0 in Round 0 to 60.0)",
                       "not checked F2 no number is printed for the change"}));
    previous.interviews.reset();
    previous.missing = "there is no folder";
    EXPECT_EQ(lines("F1,,sex,male,all,,20,-9,,change,\n", previous),
              Strings{"not checked F1 there is no folder"});
}

// Of 32 people that the 20 stand for 24 are men, who are 31 on average; all are 36.
TEST(Against, WeighsWhereTheStudyDoes) {
    const Study study = test_survey::study();
    Dataset dataset = test_survey::twenty(study);
    SampleDesign design;
    design.stages.emplace_back();
    for (std::size_t r = 0; r < 20; ++r)
        design.weights.push_back(r < 12 ? 2 : 1);
    dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    std::vector<std::string> people;
    for (int i = 0; i < 40; ++i)
        people.push_back((i < 28 ? "male " : "female ") + std::to_string(20 + i) + " no - income");
    PreviousRound previous;
    previous.name = "Round 0";
    previous.interviews = ComparedRound{"Round 0", study, test_survey::dataset(study, people)};
    const auto lines = [&](const std::string& rows) {
        return compare_with_published(
                   study, dataset, std::string(header) + rows, "figures.csv", previous)
            .lines();
    };
    EXPECT_EQ(lines("F1,,sex,male,all,,20,75,12,pct,\n"
                    "F2,,age,mean,all,,,36,,mean,\n"
                    "F3,,sex,male,all,,20,5,,change,\n"),
              Strings{});
    EXPECT_EQ(lines("F1,,sex,male,all,,20,60,12,pct,\n"
                    "F2,,age,mean,all,,,39,,mean,\n"
                    "F3,,sex,male,all,,20,-10,,change,\n"),
              (Strings{"contradicted F1 sex = male: published 60%, the data say 75% (12 of 20, "
                       "weighted)",
                       "contradicted F2 age (mean): published 39, the data say 36 (weighted)",
                       "contradicted F3 sex = male: published a change of -10, the data say 5 "
                       "(weighted, from 70.0 in Round 0 to 75.0)"}));
}

TEST(Against, PrefersTheDefinitionMadeForTheSubset) {
    EXPECT_EQ(compare("F1,,age,old,all,${sex} = 'female',8,0,0,pct,\n").lines(), Strings{});
    EXPECT_EQ(compare("F1,,age,old,all,${sex} = 'male',12,58,7,pct,\n").lines(), Strings{});
}

TEST(Against, ReadsNumbersAsTheAuditDoes) {
    EXPECT_EQ(compare("F1,,sex,male,all,,20,60.0,12,pct,\n"
                      "F2,,sex,male,all,,\"0,020\",60%,12,pct,\n"
                      "F3,,age,mean,all,${sex} = 'male',,31.4,,mean,\n")
                  .lines(),
              Strings{"contradicted F3 age (mean) where ${sex} = 'male': published 31.4, the data "
                      "say 31.0"});
    EXPECT_EQ(
        compare("F1,,sex,male,all,,20,60.1,12,pct,\n").lines(),
        Strings{"contradicted F1 sex = male: published 60.1%, the data say 60.0% (12 of 20)"});
}

TEST(Against, TakesTheDefinitionWhoseSubsetIsPartOfTheFigures) {
    const std::string row = "F1,,age,old,all,${sex} = 'male' and ${age} > 0,12,";
    EXPECT_EQ(compare(row + "58,7,pct,\n").lines(), Strings{});
}

TEST(Against, DoesNotReadTheNote) {
    EXPECT_EQ(compare("F1,,sex,male,all,,20,60,12,pct,CONFLICT\n").lines(), Strings{});
}

TEST(Against, NamesEveryRowThatCannotBeUnderstood) {
    const Comparison comparison = compare(
        "F1,,sexx,male,all,,,1,,pct,\n"
        "F2,,sex,man,all,,,1,,pct,\n"
        "F3,,sex,male,workin,,,1,,pct,\n"
        "F4,,sex,male,all,,,one,,pct,\n"
        "F5,,sex,male,all,${sx} = 'male',,1,,pct,\n"
        "F6,,sex,male,all,${sex} =,,1,,pct,\n");
    Strings codes;
    for (const Diagnostic& d : comparison.diagnostics) {
        codes.push_back(std::to_string(d.place.row) + " " + d.code);
    }
    EXPECT_EQ(codes,
              (Strings{"2 unknown-question",
                       "3 unknown-category",
                       "4 unknown-base",
                       "5 figure-not-a-number",
                       "6 unknown-question",
                       "7 bad-expression"}));
    EXPECT_EQ(comparison.diagnostics[2].remedy, "Did you mean “working”?");
    EXPECT_TRUE(comparison.figures.empty());
}

TEST(Against, RefusesAColumnThatItDoesNotKnow) {
    const Study study = test_survey::study();
    const Comparison comparison = compare_with_published(
        study, test_survey::twenty(study), "id,variable,category,percent\n", "figures.csv");
    ASSERT_EQ(comparison.diagnostics.size(), 2U);
    EXPECT_EQ(comparison.diagnostics[0].code, "unknown-figures-column");
    EXPECT_EQ(comparison.diagnostics[1].code, "missing-column");
}

}  // namespace
}  // namespace mtm
