#include "sampling/rds_estimators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "sampling/madrona_for_test.h"
#include "sampling/successive_sampling.h"

namespace mtm {
namespace {

TEST(RdsEstimators, Rds2OfMadronaIsRs) {
    REQUIRE_SHARED(madrona_file);
    const Madrona madrona = read_madrona();
    ASSERT_EQ(madrona.codes.size(), 500U);
    const auto shares =
        weighted_shares(rds_ii_weights(madrona.tree, madrona.degrees), madrona.codes, 2);
    // RDS 0.9-10, rds-fauxmadrona-results.csv.
    EXPECT_NEAR((*shares)[1], 0.164149290444997, 1e-14);
    EXPECT_NEAR((*shares)[0], 0.835850709555003, 1e-14);
    // Its documentation prints 0.1644, of an earlier version; both agree to the third digit.
    const auto shipped = weighted_shares(madrona.weights, madrona.codes, 2);
    EXPECT_NEAR((*shipped)[1], 0.194655785372391, 1e-12);
}

TEST(RdsEstimators, Rds1OfMadronaIsPublished) {
    REQUIRE_SHARED(madrona_file);
    const Madrona madrona = read_madrona();
    const auto counts = recruitment_counts(madrona.tree, madrona.codes, 2);
    const auto groups = degrees_by_group(madrona.degrees, madrona.codes, 2);
    const auto shares = rds_i_shares(counts, groups, Smoothing::none);
    ASSERT_TRUE(shares.has_value());
    EXPECT_NEAR(shares.value()[1], 0.1592, 0.00005);  // fauxmadrona.Rd, RDS I (SH)
    // Salganik and Heckathorn's own form for two groups: ties are as many one way as the other.
    const double from_sick = counts.from_to(1, 0) / (counts.from_to(1, 0) + counts.from_to(1, 1));
    const double from_well = counts.from_to(0, 1) / (counts.from_to(0, 1) + counts.from_to(0, 0));
    const double degree_sick = groups[1].n / groups[1].inverse_sum;
    const double degree_well = groups[0].n / groups[0].inverse_sum;
    EXPECT_NEAR(shares.value()[1],
                degree_well * from_well / (degree_well * from_well + degree_sick * from_sick),
                1e-14);
    const auto weights = weights_of_shares(shares.value(), madrona.codes);
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 500, 1e-9);
    EXPECT_NEAR((*weighted_shares(weights, madrona.codes, 2))[1], shares.value()[1], 1e-14);
}

// An equilibrium stays one when ties are made alike both ways: R prints the same for both too.
TEST(RdsEstimators, SmoothingChangesNoEquilibrium) {
    const RecruitmentCounts counts{3, {10, 4, 1, 2, 20, 9, 5, 3, 7}};
    const std::vector<GroupDegrees> degrees{{20, 4}, {30, 3}, {18, 9}};
    const auto plain = rds_i_shares(counts, degrees, Smoothing::none);
    const auto smoothed = rds_i_shares(counts, degrees, Smoothing::data);
    ASSERT_TRUE(plain && smoothed);
    for (std::size_t g = 0; g < 3; ++g)
        EXPECT_NEAR(plain.value()[g], smoothed.value()[g], 1e-14);
}

TEST(RdsEstimators, TheEquilibriumIsThatOfMultiplyingForever) {
    const std::vector<double> p{0.5, 0.3, 0.2, 0, 0.1, 0.9, 0.6, 0.4, 0};
    std::vector<double> by_power{1, 0, 0};
    for (int step = 0; step < 1000; ++step) {
        std::vector<double> next(3, 0);
        for (std::size_t i = 0; i < 9; ++i)
            next[i % 3] += by_power[i / 3] * p[i];
        by_power = next;
    }
    const auto exact = stationary_distribution(p, 3);
    ASSERT_TRUE(exact.has_value());
    for (std::size_t g = 0; g < 3; ++g)
        EXPECT_NEAR((*exact)[g], by_power[g], 1e-14);
}

TEST(RdsEstimators, AnEquilibriumMustBeTheOnlyOne) {
    EXPECT_FALSE(stationary_distribution({1, 0, 0, 1}, 2));  // two that never meet
    const auto swap = stationary_distribution({0, 1, 1, 0}, 2);
    ASSERT_TRUE(swap);  // always the other group: no limit, but an equilibrium
    EXPECT_DOUBLE_EQ((*swap)[0], 0.5);
    const auto left = stationary_distribution({0.5, 0.5, 0, 1}, 2);
    ASSERT_TRUE(left);
    EXPECT_EQ(*left, (std::vector<double>{0, 1}));
    const auto never = rds_i_shares({2, {5, 0, 0, 5}}, {{5, 1}, {5, 1}}, Smoothing::none);
    ASSERT_FALSE(never);
    EXPECT_NE(never.error().message.find("never leads between"), std::string::npos);
}

TEST(RdsEstimators, AGroupThatRecruitedNobodyRecruitsAllAlike) {
    // R: its row becomes 0.1 in each cell. Chances 1/2 and 1/2 against 3/4 and 1/4.
    const auto shares = rds_i_shares({2, {3, 1, 0, 0}}, {{4, 4}, {2, 2}}, Smoothing::none);
    ASSERT_TRUE(shares);
    EXPECT_NEAR(shares.value()[0], 0.5 / (0.5 + 0.25), 1e-14);
    // A third group, of which nobody was interviewed, changes nothing.
    const auto wider =
        rds_i_shares({3, {3, 0, 1, 0, 0, 0, 0, 0, 0}}, {{4, 4}, {0, 0}, {2, 2}}, Smoothing::none);
    ASSERT_TRUE(wider);
    EXPECT_NEAR(wider.value()[0], shares.value()[0], 1e-14);
    EXPECT_EQ(wider.value()[1], 0);
}

TEST(RdsEstimators, SeedsCanBeLeftOut) {
    const RecruitmentTree tree = RecruitmentTree::of_recruiters({-1, 0, 0});
    const std::vector<double> degrees{1, 2, 4};
    const std::vector<double> with = rds_ii_weights(tree, degrees);
    EXPECT_NEAR(with[0] / with[2], 4, 1e-15);
    EXPECT_NEAR(std::accumulate(with.begin(), with.end(), 0.0), 3, 1e-15);
    const std::vector<double> without = rds_ii_weights(tree, degrees, SeedsIn::left_out);
    EXPECT_EQ(without[0], 0);
    EXPECT_NEAR(without[1], 4.0 / 3, 1e-15);
    EXPECT_FALSE(weighted_shares(without, std::vector<std::int32_t>{0, -1, -1}, 1));
    const std::vector<double> ages{20, 30, std::nan("")};
    EXPECT_NEAR(*weighted_mean_of(with, ages), (20 * 1 + 30 * 0.5) / 1.5, 1e-13);
}

// Every order in which n people can be drawn one after another, with its chance.
void enumerate_draws(const SizeClasses& left,
                     std::size_t n,
                     double chance,
                     std::vector<double>& expected) {
    if (n == 0) return;
    double total = 0;
    for (std::size_t k = 0; k < left.sizes.size(); ++k)
        total += left.sizes[k] * static_cast<double>(left.members[k]);
    for (std::size_t k = 0; k < left.sizes.size(); ++k) {
        if (left.members[k] == 0) continue;
        const double p = chance * left.sizes[k] * static_cast<double>(left.members[k]) / total;
        expected[k] += p;
        SizeClasses after = left;
        --after.members[k];
        enumerate_draws(after, n - 1, p, expected);
    }
}

TEST(SuccessiveSampling, DrawsAsEveryOrderOfDrawingSays) {
    const SizeClasses population{{1, 2, 5}, {4, 3, 2}};
    std::vector<double> expected(3, 0);
    enumerate_draws(population, 5, 1, expected);
    EXPECT_NEAR(std::accumulate(expected.begin(), expected.end(), 0.0), 5, 1e-12);
    Random random(7);
    constexpr int samples = 200'000;
    const auto drawn = successive_draws(population, 5, samples, random);
    for (std::size_t k = 0; k < 3; ++k)
        EXPECT_NEAR(static_cast<double>(drawn[k]) / samples, expected[k], 0.008);
}

TEST(SuccessiveSampling, WeightsOfMadronaAreThoseThatComeWithIt) {
    REQUIRE_SHARED(madrona_file);
    const Madrona madrona = read_madrona();
    const auto fit = fit_successive_sampling(madrona.degrees, {.population = 1000});
    ASSERT_TRUE(fit);
    const auto weights = successive_sampling_weights(fit.value(), madrona.degrees);
    const auto shares = weighted_shares(weights, madrona.codes, 2);
    EXPECT_NEAR((*shares)[1], 0.194655785372391, 0.001);  // two seeds of R differ by 0.0003
    EXPECT_NEAR((*shares)[1], 0.1941, 0.001);             // fauxmadrona.Rd, SS
    const double scale = std::accumulate(madrona.weights.begin(), madrona.weights.end(), 0.0) / 500;
    for (std::size_t row = 0; row < 500; ++row)
        EXPECT_NEAR(weights[row], madrona.weights[row] / scale, 0.06) << madrona.degrees[row];
}

TEST(SuccessiveSampling, IsTheSameEverywhereForASeed) {
    const std::vector<double> degrees{1, 1, 2, 3, 3, 5, 8, 8};
    const auto fit =
        fit_successive_sampling(degrees, {.population = 20, .random_seed = 3, .samples = 50});
    const auto again =
        fit_successive_sampling(degrees, {.population = 20, .random_seed = 3, .samples = 50});
    const auto other =
        fit_successive_sampling(degrees, {.population = 20, .random_seed = 4, .samples = 50});
    EXPECT_EQ(fit.value().inclusion, again.value().inclusion);
    EXPECT_NE(fit.value().inclusion, other.value().inclusion);
}

// Without return hardly matters where few of many are interviewed, and nobody is left to choose
// among where all are.
TEST(SuccessiveSampling, LiesBetweenRds2AndThePlainMean) {
    std::vector<double> degrees;
    for (int i = 0; i < 200; ++i)
        degrees.push_back(1 + i % 10);
    const auto few = fit_successive_sampling(degrees, {.population = 200'000});
    const auto all = fit_successive_sampling(degrees, {.population = 200});
    const auto some = fit_successive_sampling(degrees, {.population = 400});
    ASSERT_TRUE(few && all && some);
    EXPECT_NEAR(few.value().inclusion_of(10) / few.value().inclusion_of(1), 10, 1e-9);
    EXPECT_NEAR(all.value().inclusion_of(10) / all.value().inclusion_of(1), 1, 1e-9);
    const double between = some.value().inclusion_of(10) / some.value().inclusion_of(1);
    EXPECT_GT(between, 1.5);
    EXPECT_LT(between, 9);
    EXPECT_FALSE(fit_successive_sampling(degrees, {.population = 199}));
}

TEST(SuccessiveSampling, ApportionsWholePeople) {
    EXPECT_EQ(apportion({0.5, 0.3, 0.2}, 11, {1, 1, 1}), (std::vector<std::int64_t>{6, 3, 2}));
    EXPECT_EQ(apportion({0.98, 0.01, 0.01}, 10, {1, 1, 1}), (std::vector<std::int64_t>{8, 1, 1}));
}

}  // namespace
}  // namespace mtm
