// Held against R's survey 4.1-1 (tests/reference/column_tests.R): groups of one sample that share
// its clusters.
#include "tabulate/column_tests.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "estimation/association.h"
#include "estimation/many_tests.h"
#include "tabulate/grouped_sample_for_test.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

class ColumnTestsAsR : public GroupedSampleAsR {
protected:
    ColumnTestsAsR() : GroupedSampleAsR("column_tests.csv") {}

    Table table(const std::string& question, Statistic statistic) {
        TableSpec spec;
        spec.question = question;
        spec.by = {"group"};
        spec.statistic = statistic;
        return tabulate(small_.study, small_.dataset, spec);
    }

    // Whether the row's contrasts are those of R, and no others.
    void expect_row(const Table& table, std::size_t c, const std::string& row) {
        std::vector<double> p;
        std::vector<double> holm;
        for (std::size_t r = 0; r < results_.rows(); ++r) {
            if (results_.texts("design")[r] != GetParam() || results_.texts("row")[r] != row)
                continue;
            const double difference = results_.numbers("difference")[r];
            const std::string& first = results_.texts("first")[r];
            const std::string& second = results_.texts("second")[r];
            const std::size_t greater = group(table, difference > 0 ? first : second);
            const std::size_t other = group(table, difference > 0 ? second : first);
            const Contrast* found = contrast(table.cells[greater][c], other);
            ASSERT_NE(found, nullptr) << row << ": " << first << ", " << second;
            const double expected = results_.numbers("p")[r];
            EXPECT_NEAR(found->p, expected, 1e-10 * std::max(expected, 1e-3)) << row;
            EXPECT_NEAR(*table.cells[greater][c].value - *table.cells[other][c].value,
                        std::abs(difference),
                        1e-10 * 100);
            p.push_back(found->p);
            holm.push_back(results_.numbers("holm")[r]);
        }
        EXPECT_EQ(p.size(), 6U) << row;
        std::size_t noted = 0;
        for (const auto& cells : table.cells)
            noted += cells[c].contrasts.size();
        EXPECT_EQ(noted, 6U) << row;
        const std::vector<double> adjusted = adjust_holm(p);
        for (std::size_t i = 0; i < p.size(); ++i)
            EXPECT_NEAR(adjusted[i], holm[i], 1e-10);
    }

    static std::size_t group(const Table& table, const std::string& name) {
        const auto at = std::ranges::find(table.groups, name, &Category::name);
        return static_cast<std::size_t>(at - table.groups.begin());
    }

    static const Contrast* contrast(const Estimate& cell, std::size_t other) {
        for (const Contrast& one : cell.contrasts) {
            if (one.group == other) return &one;
        }
        return nullptr;
    }
};

TEST_P(ColumnTestsAsR, PercentagesDifferAsThere) {
    const Table answers = table("answer", Statistic::percent);
    ASSERT_EQ(answers.categories.size(), 4U);  // with those who left it blank
    for (std::size_t c = 0; c < 4; ++c)
        expect_row(answers, c, answers.categories[c].name);
}

TEST_P(ColumnTestsAsR, MeansAndRatiosDifferAsThere) {
    expect_row(table("income", Statistic::mean), 0, "income");
    expect_row(table("income / hours", Statistic::ratio), 0, "income/hours");
}

TEST_P(ColumnTestsAsR, EightPeopleAreComparedWithNobody) {
    const Table answers = table("answer", Statistic::percent);
    const std::size_t abroad = group(answers, "abroad");
    ASSERT_EQ(answers.group_bases[abroad], 8U);
    for (std::size_t c = 0; c < answers.categories.size(); ++c) {
        EXPECT_TRUE(answers.cells[abroad][c].contrasts.empty());
        for (const auto& cells : answers.cells)
            EXPECT_EQ(contrast(cells[c], abroad), nullptr);
    }
    small_.study.file.marks.small_base = 8;
    const Table all = table("answer", Statistic::percent);
    std::size_t with_abroad = 0;
    for (std::size_t g = 1; g < all.groups.size(); ++g) {
        if (g != abroad && contrast(all.cells[g][0], abroad) != nullptr) ++with_abroad;
    }
    EXPECT_EQ(with_abroad + all.cells[abroad][0].contrasts.size(), 4U);
}

// By the test of two means in the library, which knows nothing of tables.
TEST_P(ColumnTestsAsR, ASecondRouteGivesTheSame) {
    const Table incomes = table("income", Statistic::mean);
    const TaylorVariance& sample = *small_.dataset.design;
    const std::vector<double> income = rows_.numbers("income");
    const auto south = group(incomes, "south");
    const auto west = group(incomes, "west");
    const auto test = test_difference_of_means(sample,
                                               income,
                                               incomes.rows->cells[south][0].bytes(),
                                               incomes.rows->cells[west][0].bytes());
    ASSERT_TRUE(test);
    const Contrast* found = contrast(incomes.cells[west][0], south);
    ASSERT_NE(found, nullptr);
    EXPECT_NEAR(found->p, test->p, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Designs, ColumnTestsAsR, ::testing::Values("clusters", "two_stage"));

constexpr std::string_view form = R"(
select_one      | sex  | male female
select_multiple | ways | road rail
select_one      | job  | yes no
)";

SmallSurvey crossed(bool with_errors) {
    std::string answers = "sex | ways | job\n";
    for (int i = 0; i < 160; ++i) {
        const bool male = i % 2 == 0;
        const char* ways = i % 4 < 2 ? "road rail" : i % 3 == 0 ? "rail" : "road";
        answers += std::string(male ? "male" : "female") + " | " + ways + " | " +
                   (i % 16 < (male ? 12 : 3) ? "yes" : "no") + "\n";
    }
    SmallSurvey out = small_survey_of(form, answers);
    if (with_errors) {
        SampleDesign design;
        design.weights.assign(160, 1);
        design.stages.emplace_back();
        out.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    }
    return out;
}

TableSpec jobs_by(std::string by) {
    TableSpec spec;
    spec.question = "job";
    spec.by = {std::move(by)};
    return spec;
}

std::size_t contrasts_in(const Table& table) {
    std::size_t out = 0;
    for (const auto& group : table.cells) {
        for (const Estimate& cell : group)
            out += cell.contrasts.size();
    }
    return out;
}

TEST(ColumnTests, NothingIsTestedWhereNoSelectionGivesStandardErrors) {
    const SmallSurvey without = crossed(false);  // a snowball sample
    EXPECT_EQ(contrasts_in(tabulate(without.study, without.dataset, jobs_by("sex"))), 0U);
    const SmallSurvey with = crossed(true);
    EXPECT_EQ(contrasts_in(tabulate(with.study, with.dataset, jobs_by("sex"))), 2U);  // a row each
}

TEST(ColumnTests, NothingIsTestedThatTheStudyDoesNotWant) {
    SmallSurvey small = crossed(true);
    small.study.file.marks.letters = LetterRule::none;
    EXPECT_EQ(contrasts_in(tabulate(small.study, small.dataset, jobs_by("sex"))), 0U);
    small.study.file.marks.letters = LetterRule::at_5;
    TableSpec counts = jobs_by("sex");
    counts.statistic = Statistic::count;
    EXPECT_EQ(contrasts_in(tabulate(small.study, small.dataset, counts)), 0U);
}

// Those who came by road and by rail are in both columns: the difference is of the others.
TEST(ColumnTests, PeopleInTwoColumnsDoNotTellThemApart) {
    const SmallSurvey small = crossed(true);
    const Table table = tabulate(small.study, small.dataset, jobs_by("ways"));
    ASSERT_TRUE(table.groups_overlap);
    ASSERT_EQ(contrasts_in(table), 2U);
    const auto& cells = table.cells;
    const Estimate& greater = cells[1][0].contrasts.empty() ? cells[2][0] : cells[1][0];
    const auto holds = table.rows->cells[0][0].bytes();
    const std::vector<double> yes(holds.begin(), holds.end());
    const std::vector<double> ones(160, 1);
    const auto road = linearized_mean(ones, yes, table.rows->bases[1].bytes());
    const auto rail = linearized_mean(ones, yes, table.rows->bases[2].bytes());
    ASSERT_TRUE(road && rail);
    const LinearizedEstimate difference = linearized_difference(*road, *rail);
    const double error = std::sqrt(small.dataset.design->variance(difference.influence));
    EXPECT_NEAR(greater.contrasts[0].p, two_sided_p(difference.value / error, 158), 1e-12);
    const double apart = std::hypot(*cells[1][0].standard_error, *cells[2][0].standard_error);
    EXPECT_LT(100 * error, 0.75 * apart);  // as if they were other people
}

}  // namespace
}  // namespace mtm
