#include "study/table_cells.h"

#include <gtest/gtest.h>

#include "study/check.h"
#include "study/table_parts.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* survey = R"(
    survey
    | type          | name     | label          | disclosure |
    | select_one s  | sex      | Sex            |            |
    | select_one r  | region   | Region         |            |
    | integer       | age      | Age            |            |
    | decimal       | income   | Income         |            |
    | begin group   | trust    | Trust          |            |
    | select_one l  | police   | The police     |            |
    | select_one l  | courts   | The courts     |            |
    | select_one l  | press    | The press      |            |
    | end group     |          |                |            |
    | select_one n  | need1    | First need     |            |
    | select_one n  | need2    | Second need    |            |
    | rank n        | order    | Needs in order |            |
    | text          | tel      | Phone          | identifier |
    | begin repeat  | people   | People         |            |
    | select_one s  | their    | Sex of member  |            |
    | end repeat    |          |                |            |
    | begin repeat  | trips    | Trips          |            |
    | integer       | cost     | Cost           |            |
    | end repeat    |          |                |            |
    choices
    | list_name | name   | label  |
    | s         | male   | Male   |
    | s         | female | Female |
    | r         | north  | North  |
    | r         | south  | South  |
    | l         | much   | Much   |
    | l         | little | Little |
    | n         | food   | Food   |
    | n         | water  | Water  |
)";

CheckedStudy checked(const std::string& tables) {
    return check_study(workbook_from_text(survey + ("    tables\n" + tables)),
                       "form.xlsx",
                       "title = \"S\"\n",
                       "study.toml");
}

// "police by region>sex, age: 18–24; …": the parts of a table.
std::string parts_in(const TableSpec& spec) {
    std::string out;
    for (const TableSpec& part : parts_of(spec)) {
        out += part.question;
        for (std::size_t i = 0; i < part.by.size(); ++i)
            out += (i == 0 ? " by " : part.nested ? ">" : "*") + part.by[i];
        out += "; ";
    }
    return out;
}

std::string parts_of_row(const std::string& question,
                         const std::string& by,
                         const std::string& statistic = "") {
    const CheckedStudy study = checked("    | name | question | by | statistic |\n    | t | " +
                                       question + " | " + by + " | " + statistic + " |\n");
    for (const Diagnostic& found : study.diagnostics)
        EXPECT_FALSE(found.severity == Severity::error && found.place.sheet == "tables")
            << found.code << ": " << found.message;
    return study.study.plan.tables.empty() ? "" : parts_in(study.study.plan.tables.front());
}

TEST(TableCells, GroupsAreNestedOrStandSideBySideOrAreCrossed) {
    EXPECT_EQ(parts_of_row("police", "sex"), "police by sex; ");
    EXPECT_EQ(parts_of_row("police", "region > sex"), "police by region>sex; ");
    EXPECT_EQ(parts_of_row("police", "sex, region"), "police by sex; police by region; ");
    EXPECT_EQ(parts_of_row("police", "sex region"), "police by sex*region; ");
    EXPECT_EQ(parts_of_row("police", "region > sex, sex"), "police by region>sex; police by sex; ");
}

TEST(TableCells, BandsAreWrittenInTheCell) {
    EXPECT_EQ(parts_of_row("police", "age: 18-24, 25-34, 35+ > sex, region"),
              "police by age: 18–24, 25–34, 35+>sex; police by region; ");
    EXPECT_EQ(parts_of_row("age: <18, 18-64, 65+", ""), "age: <18, 18–64, 65+; ");
}

TEST(TableCells, SeveralQuestionsOrAGroupMakeOneTable) {
    EXPECT_EQ(parts_of_row("police, courts", "sex"), "police by sex; courts by sex; ");
    EXPECT_EQ(parts_of_row("trust", ""), "police; courts; press; ");
    EXPECT_EQ(parts_of_row("age, income", "", "mean"), "age; income; ");
    EXPECT_EQ(parts_of_row("income / age, age / income", "", "ratio"),
              "income / age; age / income; ");
}

TEST(TableCells, ARankingIsCountedByRankAndAtAnyRank) {
    EXPECT_EQ(parts_of_row("need1, need2", "", "rank"),
              "need1+need2 rank 1; need1+need2 rank 2; need1+need2 any rank; ");
    EXPECT_EQ(parts_of_row("order", "sex", "rank"),
              "order rank 1 by sex; order rank 2 by sex; order any rank by sex; ");
}

TEST(TableCells, ExpressionsOfBandsLeaveNoGapBetweenWholeNumbersAndNoneBetweenDecimals) {
    const CheckedStudy study = checked(
        "    | question | by |\n"
        "    | sex | age: 18-24, 25+ |\n"
        "    | sex | income: 0-99, 100-500, 501+ |\n");
    const auto expressions = [&](std::size_t variable) {
        std::string out;
        for (const DerivedCategory& category : study.study.plan.derived[variable].categories)
            out += print(category.expression.root) + "; ";
        return out;
    };
    ASSERT_EQ(study.study.plan.derived.size(), 2U);
    EXPECT_EQ(expressions(0), "${age} >= 18 and ${age} <= 24; ${age} >= 25; ");
    EXPECT_EQ(expressions(1),
              "${income} >= 0 and ${income} < 100; ${income} >= 100 and ${income} < 501; "
              "${income} >= 501; ");
}

TEST(TableCells, AMisspeltColumnIsNotPassedOverInSilence) {
    const CheckedStudy study =
        checked("    | question | percentof | remark |\n    | sex | row | x |\n");
    std::string found;
    for (const Diagnostic& one : study.diagnostics) {
        if (one.place.sheet == "tables") found += one.code + "@" + one.place.column + " ";
    }
    EXPECT_EQ(found, "misspelt-column@percentof ");
}

TEST(TableCells, EachMistakeIsToldWithItsRowAndColumnAllAtOnce) {
    const CheckedStudy study = checked(
        "    | name | question       | by                 | statistic | percent_of | top |\n"
        "    | a    | police, sex    |                    |           |            |     |\n"
        "    | b    | police         | sex > sex          |           |            |     |\n"
        "    | c    | police         | sex                |           | rows       |     |\n"
        "    | d    | police         |                    |           | row        |     |\n"
        "    | e    | age            | sex                | mean      | total      |     |\n"
        "    | f    | police, courts |                    |           |            | 3   |\n"
        "    | g    | police         | age: 18-24, 20-30  |           |            |     |\n"
        "    | h    | police         | age: 18-24, x      |           |            |     |\n"
        "    | i    | police         | sex: 18-24         |           |            |     |\n"
        "    | j    | need1, police  |                    | rank      |            |     |\n"
        "    | k    | need1          |                    | rank      |            |     |\n"
        "    | l    | police         |                    | mean      |            |     |\n"
        "    | m    | their          | cost: 1-2, 3+      |           |            |     |\n"
        "    | n    | police         | region sex > sex   |           |            |     |\n"
        "    | o    | sex            | region > polise    |           |            |     |\n"
        "    | p    | tel            | age: 1-2, 3+       |           |            |     |\n");
    std::string found;
    for (const Diagnostic& one : study.diagnostics) {
        if (one.place.sheet != "tables" || one.severity != Severity::error) continue;
        EXPECT_FALSE(one.remedy.empty()) << one.code;
        found += one.code + "@" + std::to_string(one.place.row) + one.place.column + " ";
    }
    EXPECT_EQ(
        found,
        "grid-of-different-choices@2question same-group-twice@3by unknown-percent-of@4percent_of "
        "percent-of-alone@5percent_of percent-of-nothing@6percent_of top-of-several@7top "
        "bad-bands@8by unknown-question@9by bad-bands@10by no-ranking@11question "
        "no-ranking@12question statistic-of-no-number@13question separate-repeats@14by bad-by@15by "
        "unknown-question@16by identifier-in-table@17question ");
}

}  // namespace
}  // namespace mtm
