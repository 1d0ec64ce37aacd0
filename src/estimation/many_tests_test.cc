// Corrected p values against R's p.adjust and against their definitions; differences of two rounds
// against R's survey (tests/reference/rounds.R).
#include "estimation/many_tests.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "estimation/frame_for_test.h"
#include "estimation/linearization.h"

namespace mtm {
namespace {

const std::string rounds_folder = source_directory() + "/tests/reference/";

void expect_near(const std::vector<double>& ours, const std::vector<double>& reference) {
    ASSERT_EQ(ours.size(), reference.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        EXPECT_NEAR(ours[i], reference[i], 1e-14) << i;
}

// p.adjust(p, "holm") and p.adjust(p, "BH") of R 4.2, with ties and out of order.
TEST(ManyTests, CorrectedPValuesAreThoseOfR) {
    const std::vector<double> p{0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.6, 0.04};
    expect_near(adjust_holm(p), {0.07, 0.12, 0.15, 0.16, 0.16, 0.008, 0.6, 0.16});
    const double tied = 0.16 / 3;
    expect_near(adjust_benjamini_hochberg(p), {0.04, tied, tied, tied, 0.4 / 7, 0.008, 0.6, tied});
    EXPECT_TRUE(adjust_holm({}).empty());
    expect_near(adjust_holm({0.5, 0.9}), {1, 1});
    expect_near(adjust_benjamini_hochberg({0.03}), {0.03});
}

// By definition: the corrected value is the lowest level of the family at which the procedure
// rejects, found here by trying which are rejected at just under and just over it.
TEST(ManyTests, ProceduresRejectExactlyWhereTheCorrectedValueIsUnderTheLevel) {
    std::mt19937 chance(7);
    std::uniform_real_distribution<double> any(0, 0.2);
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<double> p(1 + chance() % 12);
        for (double& each : p)
            each = any(chance);
        std::vector<double> sorted = p;
        std::ranges::sort(sorted);
        const double m = static_cast<double>(p.size());
        const auto holm = adjust_holm(p);
        const auto bh = adjust_benjamini_hochberg(p);
        const double level = 0.01 + any(chance);
        std::size_t by_holm = 0;
        while (by_holm < p.size() && sorted[by_holm] * (m - static_cast<double>(by_holm)) <= level)
            ++by_holm;
        std::size_t by_bh = 0;
        for (std::size_t k = 0; k < p.size(); ++k) {
            if (sorted[k] <= static_cast<double>(k + 1) * level / m) by_bh = k + 1;
        }
        const auto at_most = [level](double each) { return each <= level; };
        EXPECT_EQ(std::ranges::count_if(holm, at_most), static_cast<std::ptrdiff_t>(by_holm));
        EXPECT_EQ(std::ranges::count_if(bh, at_most), static_cast<std::ptrdiff_t>(by_bh));
    }
}

// The rows of one round as a design of its own.
struct RoundSample {
    SampleDesign design;
    std::vector<double> x;
};

RoundSample sample_of(const TestFrame& rows, const std::string& round, const std::string& name) {
    RoundSample out;
    const auto weights = rows.numbers("weight");
    const auto strata = rows.codes("stratum");
    const auto clusters = rows.codes("cluster");
    const auto numbers = rows.numbers("age");
    SamplingStage stage;
    for (std::size_t r = 0; r < rows.rows(); ++r) {
        if (rows.texts("round")[r] != round) continue;
        out.design.weights.push_back(weights[r]);
        stage.strata.push_back(strata[r]);
        stage.units.push_back(clusters[r]);
        const bool holds = rows.texts("work")[r] == name || rows.texts("sex")[r] == name;
        out.x.push_back(name == "age" ? numbers[r] : holds ? 100 : 0);
    }
    out.design.stages.push_back(std::move(stage));
    return out;
}

SampledValue value_of(const RoundSample& sample) {
    const TaylorVariance variance(sample.design);
    const auto mean = linearized_mean(sample.design.weights, sample.x);
    return {mean->value,
            std::sqrt(variance.variance(mean->influence)),
            static_cast<double>(variance.degrees_of_freedom())};
}

TEST(ManyTests, DifferencesOfTwoRoundsAreThoseOfR) {
    const TestFrame rows(rounds_folder + "rounds_rows.csv");
    const TestFrame results(rounds_folder + "rounds_results.csv");
    ASSERT_EQ(results.rows(), 5U);
    std::vector<double> p;
    for (std::size_t i = 0; i < results.rows(); ++i) {
        const std::string& name = results.texts("name")[i];
        const auto difference = independent_difference(value_of(sample_of(rows, "1", name)),
                                                       value_of(sample_of(rows, "2", name)));
        ASSERT_TRUE(difference.has_value()) << name;
        EXPECT_TRUE(agree(difference->value, results.numbers("difference")[i])) << name;
        EXPECT_TRUE(agree(difference->standard_error, results.numbers("se")[i])) << name;
        EXPECT_TRUE(agree(difference->interval.low, results.numbers("low")[i])) << name;
        EXPECT_TRUE(agree(difference->interval.high, results.numbers("high")[i])) << name;
        EXPECT_TRUE(agree(difference->p, results.numbers("p")[i])) << name;
        EXPECT_EQ(difference->df, results.numbers("df")[i]);
        p.push_back(difference->p);
    }
    const auto holm = adjust_holm(p);
    const auto bh = adjust_benjamini_hochberg(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        EXPECT_TRUE(agree(holm[i], results.numbers("holm")[i]));
        EXPECT_TRUE(agree(bh[i], results.numbers("bh")[i]));
    }
}

TEST(ManyTests, WhatDoesNotVaryIsNotTested) {
    EXPECT_FALSE(independent_difference({40, 0, 5}, {60, 0, 5}).has_value());
}

}  // namespace
}  // namespace mtm
