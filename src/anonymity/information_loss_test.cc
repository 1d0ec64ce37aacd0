#include "anonymity/information_loss.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

KeyTable two_keys(std::vector<std::int32_t> first, std::vector<std::int32_t> second) {
    KeyTable out;
    out.keys.resize(2);
    out.keys[0].name = "sex";
    out.keys[0].codes = std::move(first);
    out.keys[1].name = "age";
    out.keys[1].codes = std::move(second);
    return out;
}

TEST(InformationLoss, ChangedCellsAreCountedByKeyAndRecord) {
    const auto changed = changed_cells(two_keys({0, 1, 1, -1}, {3, 4, 5, 6}),
                                       two_keys({0, -1, 1, -1}, {3, -1, 4, 6}));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->by_key, (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(changed->blanked, (std::vector<std::size_t>{1, 1}));
    EXPECT_EQ(changed->records, 2U);
    EXPECT_EQ(changed->percent_of_records, 50);
    EXPECT_FALSE(changed_cells(two_keys({0}, {0}), two_keys({0, 1}, {0, 1})));
    EXPECT_FALSE(changed_cells(two_keys({0, 1}, {0, 1}), two_keys({0, 1}, {0})));
}

// Numbers 0, 2, 4: sd 2. They become 1, 1, 4: (1 + 1 + 0) / 3 / (2 √2).
TEST(InformationLoss, OfNumbersIsInUnitsOfTheirDeviation) {
    using Values = std::vector<std::optional<double>>;
    EXPECT_NEAR(*loss_of_numbers(Values{0.0, 2.0, 4.0}, Values{1.0, 1.0, 4.0}),
                2.0 / 3 / (2 * std::sqrt(2.0)),
                1e-15);
    // A value that is missing after counts for the deviation and not for the mean.
    EXPECT_NEAR(*loss_of_numbers(Values{0.0, 2.0, 4.0}, Values{1.0, std::nullopt, 4.0}),
                1.0 / 2 / (2 * std::sqrt(2.0)),
                1e-15);
    EXPECT_EQ(loss_of_numbers(Values{1.0, 2.0}, Values{1.0, 2.0}), 0);
    EXPECT_FALSE(loss_of_numbers(Values{1.0, 1.0}, Values{1.0, 2.0}));
    EXPECT_FALSE(loss_of_numbers(Values{1.0, 2.0}, Values{std::nullopt, std::nullopt}));
    EXPECT_FALSE(loss_of_numbers(Values{}, Values{}));
}

TEST(InformationLoss, OverlapIsTheMeanOfBothShares) {
    EXPECT_EQ(interval_overlap({0, 10}, {0, 10}), 1);
    EXPECT_EQ(interval_overlap({0, 10}, {10, 20}), 0);
    EXPECT_EQ(interval_overlap({0, 10}, {11, 20}), 0);
    EXPECT_EQ(interval_overlap({0, 10}, {5, 25}), (0.5 + 0.25) / 2);
    EXPECT_EQ(interval_overlap({0, 10}, {2, 4}), (0.2 + 1) / 2);
    EXPECT_EQ(interval_overlap({5, 5}, {0, 10}), 0.5);
    EXPECT_EQ(interval_overlap({5, 5}, {5, 5}), 1);
    EXPECT_EQ(interval_overlap({5, 5}, {6, 6}), 0);
}

TEST(InformationLoss, HellingerDistanceIsThatOfShares) {
    const std::vector<double> half{1, 1};
    const std::vector<double> left{2, 0};
    EXPECT_NEAR(*hellinger_distance(half, left), std::sqrt(1 - std::sqrt(0.5)), 1e-15);
    EXPECT_EQ(hellinger_distance(half, std::vector<double>{30, 30}), 0);
    EXPECT_NEAR(*hellinger_distance(left, std::vector<double>{0, 7}), 1, 1e-15);
    EXPECT_FALSE(hellinger_distance(half, std::vector<double>{0, 0}));
    EXPECT_FALSE(hellinger_distance(half, std::vector<double>{1}));
    EXPECT_FALSE(hellinger_distance(half, std::vector<double>{1, -1}));
    // By the other formula: 1 − Σ √(p q) is its square.
    Random random(51);
    for (int trial = 0; trial < 50; ++trial) {
        std::vector<double> p;
        std::vector<double> q;
        double p_sum = 0;
        double q_sum = 0;
        for (int i = 0; i < 6; ++i) {
            p.push_back(random.uniform());
            q.push_back(random.uniform());
            p_sum += p.back();
            q_sum += q.back();
        }
        double common = 0;
        for (std::size_t i = 0; i < p.size(); ++i)
            common += std::sqrt(p[i] / p_sum * q[i] / q_sum);
        EXPECT_NEAR(std::pow(*hellinger_distance(p, q), 2), 1 - common, 1e-12);
    }
}

}  // namespace
}  // namespace mtm
