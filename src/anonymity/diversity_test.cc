#include "anonymity/diversity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "anonymity/population_uniqueness.h"
#include "anonymity/risk_for_test.h"

namespace mtm {
namespace {

TEST(Diversity, OfAHandExample) {
    const std::vector<std::uint32_t> classes{0, 0, 0, 0, 1, 1, 1, 2};
    const std::vector<std::int32_t> sensitive{0, 0, 1, 2, 0, 0, -1, -1};
    const auto found = diversity(classes, sensitive);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].distinct, 3U);
    EXPECT_EQ(found[0].records, 4U);
    EXPECT_NEAR(found[0].entropy, std::exp(0.5 * std::log(2) + 0.5 * std::log(4)), 1e-12);
    EXPECT_EQ(found[0].recursive, 2U);  // 2 < 2 · (1 + 1), and not 2 < 2 · 1
    EXPECT_EQ(diversity(classes, sensitive, AnswerDistance::equal, 3)[0].recursive, 3U);
    EXPECT_EQ(found[1].distinct, 1U);
    EXPECT_NEAR(found[1].entropy, 1, 1e-12);
    EXPECT_EQ(found[2].records, 0U);
    // Of all: 4/6, 1/6, 1/6; of class 0: 1/2, 1/4, 1/4; of class 1: 1, 0, 0.
    EXPECT_NEAR(found[0].distance, 1.0 / 6, 1e-12);
    EXPECT_NEAR(found[1].distance, 2.0 / 6, 1e-12);
    const auto ordered = diversity(classes, sensitive, AnswerDistance::ordered);
    EXPECT_NEAR(ordered[1].distance, (2.0 / 6 + 1.0 / 6) / 2, 1e-12);
}

TEST(Diversity, RecursiveByDefinition) {
    const std::vector<std::uint32_t> classes(9, 0);
    const std::vector<std::int32_t> sensitive{0, 0, 0, 1, 1, 2, 2, 3, 3};
    // Counts 3, 2, 2, 2: 3 < 2 · 2 holds for l = 4.
    EXPECT_EQ(diversity(classes, sensitive)[0].recursive, 4U);
}

// Samples of populations that are known.
TEST(PopulationUniqueness, IsNearTheTruth) {
    constexpr double fraction = 0.1;
    double right = 0;
    double matches = 0;
    double estimated = 0;
    double truly_unique = 0;
    double expected_unique = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed);
        std::vector<std::size_t> sizes;
        std::size_t pairs = 0;
        std::size_t uniques = 0;
        double weighed = 0;
        for (int cell = 0; cell < 3000; ++cell) {
            const double u = random.uniform();
            const auto people = static_cast<std::size_t>(1 + 12 * u * u * u);
            std::size_t drawn = 0;
            for (std::size_t person = 0; person < people; ++person)
                drawn += random.chance(fraction) ? 1 : 0;
            if (drawn == 0) continue;
            sizes.push_back(drawn);
            pairs += drawn == 2 ? 1 : 0;
            if (drawn != 1) continue;
            ++uniques;
            weighed += static_cast<double>(people);
            truly_unique += people == 1 ? 1 : 0;
        }
        right += static_cast<double>(uniques);
        matches += weighed;
        estimated += chance_of_right_match(uniques, pairs, fraction);
        expected_unique += zayatz_uniqueness(sizes, fraction).expected;
    }
    EXPECT_NEAR(estimated / 40, right / matches, 0.02);
    EXPECT_GT(expected_unique, truly_unique);  // it errs on the side of caution
    EXPECT_EQ(chance_of_right_match(0, 5, 0.5), 0);
    EXPECT_EQ(zayatz_uniqueness(std::vector<std::size_t>{2, 2}, 0.5).expected, 0);
    EXPECT_NEAR(zayatz_uniqueness(std::vector<std::size_t>{1, 1}, 0.5).share, 1, 1e-12);
}

}  // namespace
}  // namespace mtm
