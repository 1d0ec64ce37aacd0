// The standard's own example and the CVs of a handbook: what was decided there is decided here.
#include "estimation/reliability.h"

#include <cmath>

#include <gtest/gtest.h>

namespace mtm {
namespace {

// Parker and others 2017, Table I: children aged 8-17 by blood pressure, United States 2013-2014.
struct PublishedProportion {
    const char* who;
    double rows, effective, percent, error, low, high, width, relative, df;
    Reliability reliability;
    bool footnote;  // that the complement is not presented
};

constexpr PublishedProportion published[] = {
    {"white, elevated", 460, 583.0, 0.5, 0.29, 0.1, 1.6, 1.6, 320.0, 15, Reliability::usual, false},
    {"white, normal", 460, 583.0, 99.5, 0.29, 98.4, 99.9, 1.6, 1.6, 15, Reliability::usual, false},
    {"black, elevated",
     447,
     145.3,
     2.0,
     1.17,
     0.3,
     6.4,
     6.1,
     305.0,
     13,
     Reliability::unreliable,
     false},
    {"black, normal", 447, 145.3, 98.0, 1.17, 93.6, 99.7, 6.1, 6.2, 13, Reliability::caution, true},
    {"Asian, elevated",
     164,
     124.8,
     0.9,
     0.83,
     0.0,
     5.1,
     5.1,
     566.7,
     13,
     Reliability::unreliable,
     false},
    {"Asian, normal",
     164,
     124.8,
     99.1,
     0.83,
     94.9,
     100.0,
     5.1,
     5.2,
     13,
     Reliability::caution,
     true},
    {"Hispanic, elevated",
     589,
     946.8,
     2.5,
     0.51,
     1.4,
     4.1,
     2.7,
     108.0,
     15,
     Reliability::usual,
     false},
    {"Hispanic, normal",
     589,
     946.8,
     97.5,
     0.51,
     95.9,
     98.6,
     2.7,
     2.8,
     15,
     Reliability::usual,
     false}};

// The table's proportions are rounded; its effective rows give them back to two more places.
double proportion_of(const PublishedProportion& row) {
    const double variance = row.error * row.error / 1e4;
    const double root = std::sqrt(1 - 4 * row.effective * variance);
    return row.percent < 50 ? (1 - root) / 2 : (1 + root) / 2;
}

TEST(ProportionStandard, DecidesAsThePublishedExample) {
    for (const PublishedProportion& row : published) {
        const double p = proportion_of(row);
        EXPECT_NEAR(100 * p, row.percent, 0.06) << row.who;
        const double variance = row.error * row.error / 1e4;
        const ProportionStandard standard = standard_of_proportion({p, variance, row.df, row.rows});
        EXPECT_NEAR(standard.effective_rows, std::min(row.effective, row.rows), 0.1) << row.who;
        EXPECT_NEAR(100 * standard.interval.low, row.low, 0.07) << row.who;
        EXPECT_NEAR(100 * standard.interval.high, row.high, 0.07) << row.who;
        EXPECT_NEAR(100 * standard.width, row.width, 0.07) << row.who;
        EXPECT_EQ(standard.reliability, row.reliability) << row.who;
        EXPECT_EQ(standard.complement_unreliable, row.footnote) << row.who;
    }
}

TEST(ProportionStandard, StandsOnEachOfItsLimits) {
    const auto of = [](double p, double rows, double df) {
        return standard_of_proportion({p, p * (1 - p) / rows, df, rows}).reliability;
    };
    EXPECT_EQ(of(0.5, 29, 100), Reliability::unreliable);
    EXPECT_EQ(of(0.1, 60, 59), Reliability::unreliable);  // 3.8 to 20.5: wider than 13 points
    EXPECT_EQ(of(0.5, 30, 29), Reliability::unreliable);  // 31 to 69 per cent
    EXPECT_EQ(of(0.5, 46, 45), Reliability::unreliable);  // 30.2 points
    EXPECT_EQ(of(0.5, 47, 46), Reliability::usual);       // 29.9
    EXPECT_EQ(of(0.5, 400, 7), Reliability::caution);
    EXPECT_EQ(of(0.5, 400, 8), Reliability::usual);
    EXPECT_EQ(of(0, 29, 28), Reliability::unreliable);
    EXPECT_EQ(of(0, 100, 99), Reliability::caution);
    EXPECT_EQ(of(1, 100, 99), Reliability::caution);
    // Of a design effect of four, 100 rows are 25.
    EXPECT_EQ(standard_of_proportion({0.5, 0.01, 50, 100}).reliability, Reliability::unreliable);
}

TEST(ProportionStandard, HasNoIntervalOfNobody) {
    const ProportionStandard none = standard_of_proportion({0, 0, 40, 100});
    EXPECT_EQ(none.interval.low, 0);
    EXPECT_NEAR(none.interval.high, 1 - std::pow(0.025, 1.0 / 100), 1e-12);
    EXPECT_FALSE(none.relative_width);
}

// U.S. Census Bureau, Understanding and Using American Community Survey Data, Table 8.3: households
// of Loudoun County by income, 2015.
TEST(CoefficientOfVariation, IsThatOfTheHandbook) {
    EXPECT_NEAR(*coefficient_of_variation(3497, 630), 18.0, 0.05);
    EXPECT_NEAR(*coefficient_of_variation(3537, 591), 16.7, 0.05);
    EXPECT_NEAR(*coefficient_of_variation(7270, 945), 13.0, 0.05);
    EXPECT_EQ(coefficient_of_variation(-4, 1), 25);
    EXPECT_EQ(coefficient_of_variation(0, 1), std::nullopt);
}

// Statistics Canada: up to 16.5% without a mark, 16.6 to 33.3% with caution, above not published.
TEST(CoefficientOfVariation, HasTheLimitsOfStatisticsCanada) {
    const auto of = [](double percent) { return reliability_by_variation(percent, 16.5, 33.3); };
    EXPECT_EQ(of(0), Reliability::usual);
    EXPECT_EQ(of(16.54), Reliability::usual);
    EXPECT_EQ(of(16.56), Reliability::caution);
    EXPECT_EQ(of(33.34), Reliability::caution);
    EXPECT_EQ(of(33.36), Reliability::unreliable);
}

}  // namespace
}  // namespace mtm
