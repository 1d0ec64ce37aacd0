#include "estimation/replicate_variance.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "estimation/intervals.h"

namespace mtm {
namespace {

constexpr std::size_t rows = 500;

SampleDesign clustered() {
    SampleDesign out;
    Random random(3);
    SamplingStage stage;
    for (std::size_t r = 0; r < rows; ++r) {
        out.weights.push_back(0.5 + random.uniform());
        stage.units.push_back(static_cast<std::int32_t>(random.below(90)));
        stage.strata.push_back(stage.units.back() % 4);
    }
    out.stages = {stage};
    return out;
}

std::vector<std::vector<double>> columns() {
    std::vector<std::vector<double>> out;
    Random random(5);
    for (std::size_t c = 0; c < 9; ++c) {
        std::vector<double>& column = out.emplace_back();
        for (std::size_t r = 0; r < rows; ++r)
            column.push_back(random.chance(0.3) ? std::round(10 * random.uniform()) : 0);
    }
    return out;
}

TEST(ReplicateVariance, SumsAreThoseOfEachReplicatesWeights) {
    const SampleDesign design = clustered();
    const ReplicateWeights made = make_replicates(design, {.replicates = 700}).replicates;
    const ReplicateVariance fast(made, design.weights);
    std::vector<std::vector<double>> totals;
    for (const auto& x : columns())
        totals.push_back(fast.unit_totals(x));
    const auto sums = fast.sums(totals);
    for (std::size_t i = 0; i < made.size(); i += 37) {
        const std::vector<double> weights = made.weights_of(i, design.weights);
        for (std::size_t c = 0; c < totals.size(); ++c) {
            double sum = 0;
            for (std::size_t r = 0; r < rows; ++r)
                sum += weights[r] * columns()[c][r];
            EXPECT_NEAR(sums[c][i], sum, 1e-12 * sum);
        }
    }
}

// Whether the rows are in the order of their units or not; some carry no weight.
TEST(ReplicateVariance, RowsGiveTheTotalsOfTheirUnits) {
    for (const bool in_order : {false, true}) {
        SampleDesign design = clustered();
        for (std::size_t r = 0; r < rows; r += 5)
            design.weights[r] = 0;
        if (in_order) design.stages[0] = {};
        const ReplicateWeights made = make_replicates(design, {.replicates = 50}).replicates;
        const ReplicateVariance fast(made, design.weights);
        std::vector<std::uint32_t> chosen;
        std::vector<double> x(rows);
        for (std::size_t r = 0; r < rows; r += 1 + r % 3) {
            chosen.push_back(static_cast<std::uint32_t>(r));
            x[r] = 1;
        }
        const std::vector<std::vector<double>> totals{fast.unit_totals(x)};
        const std::vector<std::vector<UnitTotal>> of_rows{fast.totals_of_rows(chosen)};
        EXPECT_EQ(fast.sums(of_rows), fast.sums(totals));
    }
}

TEST(ReplicateVariance, ThreadsChangeNoBit) {
    const SampleDesign design = clustered();
    const ReplicateWeights made = make_replicates(design, {.replicates = 1000}).replicates;
    const ReplicateVariance fast(made, design.weights);
    std::vector<std::vector<double>> totals;
    for (const auto& x : columns())
        totals.push_back(fast.unit_totals(x));
    const auto alone = fast.sums(totals, 1);
    for (const int threads : {2, 3, 8})
        EXPECT_EQ(fast.sums(totals, threads), alone);
}

TEST(ReplicateVariance, ReplicatesWithoutAValueAreStoodForWhereAllAreAlike) {
    ReplicateWeights replicates;
    replicates.units = 1;
    replicates.unit_of_row = {0};
    replicates.factors = {{1}, {1}, {1}, {1}};
    replicates.scales = {1, 1, 1, 1};
    replicates.scale = 1.0 / 3;
    const std::vector<double> values{1, 3, NAN, 2};
    EXPECT_NEAR(ReplicateVariance(replicates, {1}).variance(values), 2.0 / 3, 1e-15);
    replicates.alike = true;
    EXPECT_NEAR(ReplicateVariance(replicates, {1}).variance(values), 1, 1e-15);
    EXPECT_EQ(ReplicateVariance(replicates, {1}).variance(std::vector<double>{1, NAN, NAN, NAN}),
              0);
}

// The share of a stratum of the design is the same in each replicate, but for rounding.
TEST(ReplicateVariance, WhatTheStrataFixDoesNotVary) {
    SampleDesign design = clustered();
    for (std::size_t r = 0; r < rows; ++r)
        design.weights[r] = 0.1 + 0.01 * static_cast<double>(design.stages[0].strata[r]);
    design.stages[0].units.clear();
    const ReplicateWeights made = make_replicates(design, {.replicates = 300}).replicates;
    const ReplicateVariance fast(made, design.weights);
    std::vector<double> first(rows);
    for (std::size_t r = 0; r < rows; ++r)
        first[r] = design.stages[0].strata[r] == 0 ? 1 : 0;
    const std::vector<double> ones(rows, 1);
    const std::vector<std::vector<double>> totals{fast.unit_totals(first), fast.unit_totals(ones)};
    const auto sums = fast.sums(totals);
    EXPECT_EQ(fast.variance(ratios_of(sums[0], sums[1])), 0);
}

// A lonely stratum adds nothing, or as much as the others on average, as in the linearisation.
TEST(ReplicateVariance, LonelyStrataOfABootstrapDoAsTheDesignSays) {
    SampleDesign design = clustered();
    std::vector<double> x = columns()[0];
    for (std::size_t r = 0; r < rows; ++r) {
        if (design.stages[0].strata[r] == 3) design.stages[0].units[r] = 3;
        if (design.stages[0].strata[r] == 3) x[r] = 0;
    }
    const auto variance = [&](LonelyUnits lonely) {
        design.lonely = lonely;
        const ReplicateWeights made = make_replicates(design, {.replicates = 50}).replicates;
        const ReplicateVariance fast(made, design.weights);
        const std::vector<std::vector<double>> totals{fast.unit_totals(x)};
        return fast.variance(fast.sums(totals)[0]);
    };
    EXPECT_NEAR(variance(LonelyUnits::average),
                4.0 / 3 * variance(LonelyUnits::certainty),
                1e-9 * variance(LonelyUnits::average));
    design.lonely = LonelyUnits::adjust;
    const MadeReplicates refused = make_replicates(design, {});
    ASSERT_EQ(refused.diagnostics.size(), 1U);
    EXPECT_EQ(refused.diagnostics[0].code, "replicates-lonely");
}

// A stratum of which all units are in the sample adds nothing, which is known: what lonely ones add
// is not made larger by it. R's jknweights does so.
TEST(ReplicateVariance, FullySampledStrataAreNotLonely) {
    SampleDesign design = clustered();
    std::vector<std::set<std::int32_t>> units(4);
    for (std::size_t r = 0; r < rows; ++r)
        units[static_cast<std::size_t>(design.stages[0].strata[r])].insert(
            design.stages[0].units[r]);
    for (std::size_t r = 0; r < rows; ++r) {
        const auto stratum = static_cast<std::size_t>(design.stages[0].strata[r]);
        design.stages[0].population.push_back(static_cast<double>(units[stratum].size()) *
                                              (stratum == 3 ? 1 : 4));
    }
    const auto scale = [&design](LonelyUnits lonely) {
        design.lonely = lonely;
        return make_replicates(design, {.method = ReplicateMethod::jkn}).replicates.scale;
    };
    EXPECT_EQ(scale(LonelyUnits::average), 1);
    EXPECT_EQ(scale(LonelyUnits::certainty), 1);
    for (double& population : design.stages[0].population)
        population = 0;
    for (std::size_t r = 0; r < rows; ++r)
        design.stages[0].population[r] =
            static_cast<double>(units[static_cast<std::size_t>(design.stages[0].strata[r])].size());
    const MadeReplicates none = make_replicates(design, {.method = ReplicateMethod::jkn});
    ASSERT_EQ(none.diagnostics.size(), 1U);
    EXPECT_EQ(none.diagnostics[0].code, "replicates-one-unit");
}

TEST(ReplicateVariance, ReplicatesThatCannotBeKeptAreRefused) {
    SampleDesign design;
    design.weights.assign(20000, 1);
    design.stages.emplace_back();
    const MadeReplicates made = make_replicates(design, {.method = ReplicateMethod::jkn});
    ASSERT_EQ(made.diagnostics.size(), 1U);
    EXPECT_EQ(made.diagnostics[0].code, "replicates-too-many");
    EXPECT_EQ(made.replicates.size(), 0U);
}

// Limits exist however little a share varies, and however near it is to 0.
TEST(Intervals, StandWhateverTheVariance) {
    for (const IntervalMethod method : {IntervalMethod::mean,
                                        IntervalMethod::logit,
                                        IntervalMethod::xlogit,
                                        IntervalMethod::beta,
                                        IntervalMethod::asin,
                                        IntervalMethod::wilson}) {
        for (const double p :
             {0.0, 1e-18, 1e-11, 1e-6, 0.03, 0.5, 0.97, 1 - 1e-6, 1 - 1e-16, 1.0}) {
            for (const double error : {0.0, 1e-200, 1e-20, 1e-12, 1e-8, 1e-5, 1e-3, 0.1, 0.5}) {
                for (const double df : {1.0, 20.0, infinite_df}) {
                    const auto limits = interval_of_proportion({p, error * error, df, 500}, method);
                    ASSERT_TRUE(limits.has_value());
                    EXPECT_TRUE(std::isfinite(limits->low) && std::isfinite(limits->high))
                        << p << " " << error << " " << df << " " << static_cast<int>(method);
                    EXPECT_LE(limits->low, limits->high);
                }
            }
        }
    }
}

}  // namespace
}  // namespace mtm
