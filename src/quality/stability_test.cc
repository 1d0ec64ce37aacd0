#include "quality/stability.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

// Published with R's bcstats for the example of Stata's: t.test of itemssold. The rest by R 4.2:
// pnorm of the definition, enumeration of all signs, var().
TEST(Stability, OfBcstatsExample) {
    const std::vector<double> survey{7, 3, 1, 3, 1, 3, 1};
    const std::vector<double> back_check{10, 5, 1, 3, 1, 6, 1};
    const Stability found = stability_of(survey, back_check);
    EXPECT_EQ(found.pairs, 7U);
    ASSERT_TRUE(found.t_test);
    EXPECT_NEAR(found.t_test->t, -2.0655911179773, 1e-12);
    EXPECT_EQ(found.t_test->degrees_of_freedom, 6);
    EXPECT_NEAR(found.t_test->p, 0.0844008160314, 1e-12);
    EXPECT_NEAR(found.t_test->low, -2.4966926927317, 1e-12);
    EXPECT_NEAR(found.t_test->high, 0.2109784070174, 1e-12);
    ASSERT_TRUE(found.signed_rank);
    EXPECT_EQ(found.signed_rank->zero, 4U);
    EXPECT_EQ(found.signed_rank->negative, 3U);
    EXPECT_EQ(found.signed_rank->positive_ranks, 0);
    EXPECT_NEAR(found.signed_rank->z, -1.7201465372430, 1e-12);
    EXPECT_NEAR(found.signed_rank->p, 0.0854058082846, 1e-12);
    EXPECT_NEAR(*found.signed_rank->exact_p, 0.25, 1e-12);
    EXPECT_NEAR(*found.simple_response_variance, 1.071428571429, 1e-11);
    EXPECT_NEAR(*found.reliability, 0.906639004149, 1e-11);
}

// Ties and one zero; R 4.2.
TEST(Stability, WithTiesAndZeros) {
    const std::vector<double> first{125, 115, 130, 140, 140, 115, 140, 125, 140, 135};
    const std::vector<double> second{110, 122, 125, 120, 140, 124, 123, 137, 135, 145};
    const Stability found = stability_of(first, second);
    EXPECT_NEAR(found.t_test->t, 0.636296689476, 1e-11);
    EXPECT_NEAR(found.t_test->p, 0.540425579327, 1e-11);
    EXPECT_EQ(found.signed_rank->positive_ranks, 32);
    EXPECT_NEAR(found.signed_rank->z, 0.510642921188, 1e-11);
    EXPECT_NEAR(*found.signed_rank->exact_p, 0.644531250000, 1e-12);
    EXPECT_NEAR(*found.reliability, 0.382582698428, 1e-11);
}

// Hollander & Wolfe's depression data, as in R's ?wilcox.test: wilcox.test(exact = TRUE), and
// (exact = FALSE, correct = FALSE).
TEST(Stability, WithoutTiesAgreesWithWilcoxTest) {
    const std::vector<double> first{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    const std::vector<double> second{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    const Stability found = stability_of(first, second);
    EXPECT_EQ(found.signed_rank->positive_ranks, 40);
    EXPECT_NEAR(*found.signed_rank->exact_p, 0.0390625, 1e-12);
    EXPECT_NEAR(found.signed_rank->p, 0.0381517101734, 1e-11);
}

// All 2^n assignments of signs, one by one.
double exact_p_by_enumeration(const std::vector<double>& differences) {
    std::vector<double> ranks;
    double observed = 0;
    for (const double each : differences) {
        if (each == 0) continue;
        double rank = 0.5;
        for (const double other : differences)
            rank += std::abs(other) < std::abs(each)    ? 1
                    : std::abs(other) == std::abs(each) ? 0.5
                                                        : 0;
        ranks.push_back(rank);
        observed += each > 0 ? rank : -rank;
    }
    double as_far = 0;
    const std::size_t all = std::size_t{1} << ranks.size();
    for (std::size_t signs = 0; signs < all; ++signs) {
        double sum = 0;
        for (std::size_t i = 0; i < ranks.size(); ++i)
            sum += (signs >> i & 1U) != 0 ? ranks[i] : -ranks[i];
        as_far += std::abs(sum) >= std::abs(observed) - 1e-9 ? 1 : 0;
    }
    return as_far / static_cast<double>(all);
}

TEST(Stability, ExactSignedRankIsTheShareOfAllSigns) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        std::vector<double> first(1 + random.below(12));
        std::vector<double> second(first.size());
        std::vector<double> differences;
        for (std::size_t i = 0; i < first.size(); ++i) {
            first[i] = static_cast<double>(random.below(6));
            second[i] = static_cast<double>(random.below(6));
            differences.push_back(first[i] - second[i]);
        }
        const Stability found = stability_of(first, second);
        if (!found.signed_rank) {
            EXPECT_EQ(exact_p_by_enumeration(differences), 1);
            continue;
        }
        EXPECT_NEAR(*found.signed_rank->exact_p, exact_p_by_enumeration(differences), 1e-12);
    }
}

TEST(Stability, SaysNothingWhereThereIsNothingToSay) {
    EXPECT_EQ(stability_of({}, {}).pairs, 0U);
    const std::vector<double> one{3};
    EXPECT_FALSE(stability_of(one, one).t_test);
    EXPECT_FALSE(stability_of(one, one).reliability);
    const std::vector<double> same{4, 4, 4};
    const Stability unmoved = stability_of(same, same);
    EXPECT_FALSE(unmoved.t_test);
    EXPECT_FALSE(unmoved.signed_rank);
    EXPECT_EQ(unmoved.simple_response_variance, 0);
    EXPECT_FALSE(unmoved.reliability);
    std::vector<double> many(201);
    for (std::size_t i = 0; i < many.size(); ++i)
        many[i] = static_cast<double>(i);
    const std::vector<double> zeros(201);
    EXPECT_FALSE(stability_of(many, zeros).signed_rank->exact_p);
}

// R: prop.test(correct = FALSE)$conf.int.
TEST(WilsonInterval, AgreesWithPropTest) {
    EXPECT_NEAR(wilson_interval(3, 17).low, 0.0619112663762, 1e-12);
    EXPECT_NEAR(wilson_interval(3, 17).high, 0.4102945856883, 1e-12);
    EXPECT_NEAR(wilson_interval(0, 5).low, 0, 1e-12);
    EXPECT_NEAR(wilson_interval(0, 5).high, 0.434482464783, 1e-12);
    EXPECT_EQ(wilson_interval(0, 0).high, 1);
}

}  // namespace
}  // namespace mtm
