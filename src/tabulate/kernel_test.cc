#include "tabulate/kernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "estimation/linearization.h"

namespace mtm {
namespace {

struct MadeSample {
    SampleDesign design;
    std::vector<std::int32_t> groups;
    std::vector<std::vector<std::int32_t>> columns;
};

// Rows in no order of their units; some are in no group, some outside a table.
MadeSample sample(std::uint64_t seed, std::size_t rows, bool stages, std::size_t categories) {
    Random random(seed);
    MadeSample out;
    SamplingStage stage;
    for (std::size_t r = 0; r < rows; ++r) {
        out.design.weights.push_back(0.2 + 3 * random.uniform());
        const auto stratum = static_cast<std::int32_t>(random.below(7));
        stage.strata.push_back(stratum);
        stage.units.push_back(static_cast<std::int32_t>(random.below(5)));
        stage.population.push_back(stratum == 3 ? HUGE_VAL : 9.0 + stratum);
        out.groups.push_back(static_cast<std::int32_t>(random.below(5)) - 1);
    }
    for (int c = 0; c < 3; ++c) {
        std::vector<std::int32_t>& codes = out.columns.emplace_back();
        for (std::size_t r = 0; r < rows; ++r)
            codes.push_back(static_cast<std::int32_t>(random.below(categories + 1)) - 1);
    }
    if (stages) out.design.stages = {stage};
    return out;
}

std::vector<KernelShare> shares_of(const MadeSample& from,
                                   std::size_t column,
                                   std::size_t categories,
                                   int threads) {
    const KernelRows rows(from.design);
    const KernelParts parts = kernel_parts(rows, from.groups, 4);
    const std::vector<KernelColumn> columns{kernel_column(rows, from.columns[column], categories)};
    return kernel_shares(rows, parts, count_columns(rows, parts, {}, columns, threads)[0][0]);
}

// The second route: each share's influences, row by row.
TEST(Kernel, EqualsTheLinearisation) {
    for (const std::size_t categories : {1U, 5U, 300U}) {
        const MadeSample made = sample(categories, 3000, true, categories);
        const TaylorVariance variance(made.design);
        const auto shares = shares_of(made, 1, categories, 2);
        for (std::size_t g = 0; g < 4; ++g) {
            for (std::size_t c = 0; c < categories; c += 1 + categories / 7) {
                std::vector<double> x(made.groups.size());
                std::vector<std::uint8_t> base(x.size());
                std::int64_t rows = 0;
                for (std::size_t r = 0; r < x.size(); ++r) {
                    base[r] =
                        made.groups[r] == static_cast<std::int32_t>(g) && made.columns[1][r] >= 0
                            ? 1
                            : 0;
                    x[r] = made.columns[1][r] == static_cast<std::int32_t>(c) ? 1 : 0;
                    rows += base[r] != 0 && x[r] != 0 ? 1 : 0;
                }
                const auto share = linearized_mean(made.design.weights, x, base);
                const KernelShare& ours = shares[g * categories + c];
                const double error = std::sqrt(variance.variance(share->influence));
                EXPECT_NEAR(ours.share, share->value, 1e-12);
                EXPECT_NEAR(std::sqrt(ours.variance), error, 1e-11 * error + 1e-15);
                EXPECT_EQ(ours.rows, rows);
            }
        }
    }
}

TEST(Kernel, IsTheSameToTheBitWithAnyNumberOfThreads) {
    for (const bool stages : {true, false}) {
        const MadeSample made = sample(5, 30000, stages, 6);
        const auto one = shares_of(made, 0, 6, 1);
        for (const int threads : {2, 3, 7}) {
            const auto several = shares_of(made, 0, 6, threads);
            for (std::size_t i = 0; i < one.size(); ++i) {
                EXPECT_EQ(one[i].share, several[i].share);
                EXPECT_EQ(one[i].weight, several[i].weight);
                EXPECT_EQ(one[i].rows, several[i].rows);
                EXPECT_TRUE(!stages || one[i].variance == several[i].variance);
            }
        }
    }
}

// Columns of few categories are counted two at a time where rows are many.
TEST(Kernel, CountsSeveralColumnsAsEachByItself) {
    for (const bool stages : {true, false}) {
        const MadeSample made = sample(21, 60000, stages, 4);
        const KernelRows rows(made.design);
        const KernelParts parts = kernel_parts(rows, made.groups, 4);
        std::vector<KernelColumn> columns;
        for (const auto& codes : made.columns)
            columns.push_back(kernel_column(rows, codes, 4));
        std::vector<std::int32_t> full = made.columns[0];
        for (std::int32_t& code : full)
            code = std::max(code, 0);
        columns.insert(columns.begin() + 1, kernel_column(rows, full, 4));
        const auto all = count_columns(rows, parts, {}, columns, 2)[0];
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const KernelSums one =
                count_columns(rows, parts, {}, std::span(columns).subspan(c, 1), 1)[0][0];
            ASSERT_EQ(all[c].cells.size(), one.cells.size());
            for (std::size_t i = 0; i < one.cells.size(); ++i) {
                ASSERT_EQ(all[c].cells[i].weight, one.cells[i].weight);
                ASSERT_EQ(all[c].cells[i].rows, one.cells[i].rows);
                if (!stages) continue;
                ASSERT_TRUE(all[c].moments[i].squares == one.moments[i].squares);
                ASSERT_TRUE(all[c].moments[i].products == one.moments[i].products);
            }
        }
    }
}

TEST(Kernel, JoinsGroupsExactly) {
    for (const bool stages : {true, false}) {
        const MadeSample made = sample(9, 5000, stages, 4);
        const KernelRows rows(made.design);
        const KernelParts parts = kernel_parts(rows, made.groups, 4);
        const std::vector<KernelColumn> columns{kernel_column(rows, made.columns[2], 4)};
        const std::vector<std::uint32_t> halves{0, 1, 0, 1};
        const std::vector<JoinedParts> joined{join_parts(rows, parts, halves, 2)};
        const auto sums = count_columns(rows, parts, joined, columns, 2);
        const auto from_joined = kernel_shares(rows, joined[0].parts, sums[1][0]);
        std::vector<std::int32_t> groups = made.groups;
        for (std::int32_t& group : groups)
            group = group < 0 ? -1 : group % 2;
        const KernelParts directly = kernel_parts(rows, groups, 2);
        const auto direct =
            kernel_shares(rows, directly, count_columns(rows, directly, {}, columns, 1)[0][0]);
        for (std::size_t i = 0; i < direct.size(); ++i) {
            EXPECT_EQ(from_joined[i].share, direct[i].share);
            EXPECT_EQ(from_joined[i].rows, direct[i].rows);
            EXPECT_TRUE(!stages || from_joined[i].variance == direct[i].variance);
        }
    }
}

// A stratum is one answer's: its share has no error, and no rounding is taken for one.
TEST(Kernel, WhatTheStrataFixHasNoError) {
    MadeSample made = sample(13, 2000, true, 3);
    for (std::size_t r = 0; r < made.groups.size(); ++r) {
        made.design.weights[r] = 1.1;
        made.groups[r] = 0;
        made.columns[0][r] = made.design.stages[0].strata[r] == 2 ? 1 : 0;
    }
    // As many rows in every unit, so that the strata's weights do not vary either.
    for (std::size_t r = 0; r < made.groups.size(); ++r) {
        made.design.stages[0].strata[r] = static_cast<std::int32_t>(r % 5);
        made.design.stages[0].units[r] = static_cast<std::int32_t>(r / 5 % 4);
        made.design.stages[0].population[r] = 10;
        made.columns[0][r] = r % 5 == 2 ? 1 : 0;
    }
    const auto shares = shares_of(made, 0, 2, 2);
    EXPECT_DOUBLE_EQ(shares[1].share, 0.2);
    EXPECT_EQ(shares[0].variance, 0);
    EXPECT_EQ(shares[1].variance, 0);
}

TEST(Kernel, SaysWhatItCannot) {
    SampleDesign design;
    design.weights = {1, 1, 1};
    EXPECT_TRUE(KernelRows::of(design));
    design.stages = {{{0, 0, 1}, {}, {}}};
    EXPECT_FALSE(KernelRows::of(design));
    design.lonely = LonelyUnits::certainty;
    EXPECT_TRUE(KernelRows::of(design));
    design.calibrations.emplace_back();
    EXPECT_FALSE(KernelRows::of(design));
}

}  // namespace
}  // namespace mtm
