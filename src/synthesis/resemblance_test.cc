#include "synthesis/resemblance.h"

#include <gtest/gtest.h>

#include "synthesis/invented_tables_for_test.h"
#include "synthesis/synthesize.h"

namespace mtm {
namespace {

const std::vector<std::size_t> survey_sizes{2, 5, 4, 6, 3, 4, 7, 3, 2, 5, 4, 3};

struct Attack {
    CodedRecords counted;
    CodedRecords holdout;
    MarginalTables tables;
};

Attack attack_of(std::uint64_t seed) {
    Random random(seed);
    const CodedRecords people = people_of(survey_sizes, 1200, random);
    auto [counted, holdout] = halves_of(people, seed);
    MarginalTables tables = true_tables(counted,
                                        variables_of_sizes(survey_sizes),
                                        {{0, 1}, {1, 2}, {2, 3}, {0, 4}, {4, 5}, {0, 6}});
    withhold_below(tables, 5);
    return {std::move(counted), std::move(holdout), std::move(tables)};
}

ResemblanceReport report_on(const Attack& attack, const CodedRecords& synthetic) {
    ResemblanceInput input;
    input.real = &attack.counted;
    input.holdout = &attack.holdout;
    input.synthetic = &synthetic;
    input.tables = &attack.tables;
    input.keys = {0, 1, 2, 3, 6, 9};
    input.targets = {5, 7, 11};
    return resemblance(input);
}

TEST(Resemblance, OfACopyIsAlarming) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Attack attack = attack_of(seed);
        const ResemblanceReport report = report_on(attack, attack.counted);
        EXPECT_TRUE(report.is_alarming());
        EXPECT_EQ(report.copies.real_share, 1);
        EXPECT_LT(*report.copies.holdout_share, 0.2);
        EXPECT_LT(report.copies.independent_share, 0.2);
        EXPECT_EQ(report.nearest.real_mean, 0);
        EXPECT_EQ(*report.nearest.ratio, 0);
        EXPECT_GT(*report.nearest.nearer_to_real_share, 0.9);
        for (const AttributeInference& one : report.inference)
            EXPECT_GT(one.advantage, 0.2) << one.target;
        EXPECT_EQ(report.unique.met, report.unique.unique);
        EXPECT_EQ(report.unique.leaked.size(), report.unique.withheld);
    }
}

TEST(Resemblance, OfOtherPeopleIsNot) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Attack attack = attack_of(seed);
        auto [synthetic, holdout] = halves_of(attack.holdout, seed + 7);
        Attack apart{halves_of(attack.counted, seed).first, holdout, attack.tables};
        const ResemblanceReport report = report_on(apart, synthetic);
        EXPECT_FALSE(report.is_alarming());
        EXPECT_NEAR(*report.nearest.ratio, 1, 0.08);
        EXPECT_NEAR(*report.nearest.nearer_to_real_share, 0.5, 0.06);
    }
}

TEST(Resemblance, OfRecordsInventedFromTablesIsNot) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const Attack attack = attack_of(seed);
        const Result<Synthesis> made = synthesize(attack.tables);
        ASSERT_TRUE(made);
        const ResemblanceReport report = report_on(attack, made->records);
        EXPECT_FALSE(report.is_alarming());
        EXPECT_NEAR(*report.nearest.ratio, 1, 0.06);
        EXPECT_NEAR(*report.nearest.nearer_to_real_share, 0.5, 0.06);
        EXPECT_NEAR(report.copies.real_share, *report.copies.holdout_share, 0.03);
    }
}

TEST(Resemblance, FindsAFewRealRecordsAmongTheInvented) {
    const Attack attack = attack_of(1);
    const Result<Synthesis> made = synthesize(attack.tables);
    ASSERT_TRUE(made);
    CodedRecords planted = made->records;
    const std::size_t values = 100 * planted.variables;
    std::copy_n(attack.counted.codes.begin(), values, planted.codes.begin());
    const ResemblanceReport clean = report_on(attack, made->records);
    const ResemblanceReport report = report_on(attack, planted);
    EXPECT_NEAR(report.copies.real_share - clean.copies.real_share, 100.0 / 600, 0.02);
    EXPECT_TRUE(report.is_alarming());
}

TEST(Resemblance, WithoutAHoldoutStillFindsACopy) {
    const Attack attack = attack_of(2);
    ResemblanceInput input;
    input.real = &attack.counted;
    input.synthetic = &attack.counted;
    input.tables = &attack.tables;
    input.keys = {0, 1, 2, 3, 6};
    input.targets = {5};
    const ResemblanceReport copy = resemblance(input);
    EXPECT_TRUE(copy.is_alarming());
    EXPECT_FALSE(copy.nearest.ratio);
    EXPECT_FALSE(copy.copies.holdout_share);
    const Result<Synthesis> made = synthesize(attack.tables);
    ASSERT_TRUE(made);
    input.synthetic = &made->records;
    EXPECT_LT(resemblance(input).inference[0].advantage, 0.05);
}

// Few questions have few combinations: how many of them invented records meet is chance, and by
// more than one in twenty.
TEST(Resemblance, OfSmallSurveysIsNoFalseAlarm) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        CodedRecords people{4, {}};
        for (int i = 0; i < 130; ++i) {
            for (const double share : {0.5, 0.3})
                people.codes.push_back(random.chance(share) ? 1 : 0);
            for (int v = 0; v < 2; ++v)
                people.codes.push_back(static_cast<std::uint8_t>(random.below(4)));
        }
        MarginalTables tables =
            true_tables(people, variables_of_sizes({2, 2, 4, 4}), {{0, 1}, {0, 2}});
        withhold_below(tables, 10);
        const Result<Synthesis> made = synthesize(tables);
        ASSERT_TRUE(made);
        ResemblanceInput input;
        input.real = &people;
        input.synthetic = &made->records;
        input.tables = &tables;
        input.keys = {0, 3};
        input.targets = {1};
        EXPECT_FALSE(resemblance(input).is_alarming()) << seed;
    }
}

TEST(Resemblance, OfSmallRecordsByHand) {
    // Keys v0, v1; target v2. Real: (0,0,1) (0,1,0) (1,1,1) (1,1,0).
    const CodedRecords real{3, {0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0}};
    const CodedRecords synthetic{3, {0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0}};
    MarginalTables tables{variables_of_sizes({2, 2, 2}), {}, 4};
    tables.tables.push_back(
        {{0, 1}, {withheld_count(2), withheld_count(2), known_count(0), known_count(2)}});
    ResemblanceInput input;
    input.real = &real;
    input.synthetic = &synthetic;
    input.tables = &tables;
    input.keys = {0, 1};
    input.targets = {2};
    const ResemblanceReport report = resemblance(input);
    EXPECT_EQ(report.copies.real_share, 0.5);  // the first and the third
    EXPECT_EQ(report.nearest.real_mean, (0 + 2 + 0 + 1) / 4.0);
    // Guesses 1, 1 (nobody has these keys: the most common of all), 1, 1: two are right.
    EXPECT_EQ(report.inference[0].correct_share, 0.5);
    EXPECT_EQ(report.inference[0].most_common_share, 0.5);
    // Alone: v1 = 0; v0, v1 = 0, 0 and 0, 1.
    EXPECT_EQ(report.unique.unique, 3U);
    EXPECT_EQ(report.unique.met, 2U);
    EXPECT_EQ(report.unique.withheld, 2U);
    EXPECT_EQ(report.unique.leaked, (std::vector<LeakedCombination>{{{0, 1}, 0}}));
}

TEST(Resemblance, IgnoresTargetsThatWereNotAsked) {
    const CodedRecords real{2, {0, 0, 0, 0, 1, 1}};
    MarginalTables tables{variables_of_sizes({2, 2}), {}, 3};
    tables.variables[1].categories[0].meaning = CategoryMeaning::not_asked;
    ResemblanceInput input;
    input.real = &real;
    input.synthetic = &real;
    input.tables = &tables;
    input.keys = {0};
    input.targets = {1};
    const AttributeInference one = resemblance(input).inference[0];
    EXPECT_EQ(one.people, 1U);
    EXPECT_EQ(one.correct_share, 1);
}

}  // namespace
}  // namespace mtm
