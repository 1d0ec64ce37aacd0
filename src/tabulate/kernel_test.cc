#include "tabulate/kernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "estimation/linearization.h"
#include "tabulate/kernel_eights.h"
#include "tabulate/kernel_estimates.h"

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

// Codes as they are; -1 is outside the table.
KernelColumn column_of(std::span<const std::int32_t> codes, std::size_t categories) {
    KernelSource source{.categories = categories, .codes = codes};
    for (std::size_t code = 0; code <= categories; ++code)
        source.category_of_code.push_back(static_cast<std::int32_t>(code) - 1);
    return KernelColumn(std::move(source));
}

std::vector<KernelShare> shares_of(const MadeSample& from,
                                   std::size_t column,
                                   std::size_t categories,
                                   int threads) {
    const KernelRows rows(from.design);
    const KernelParts parts = kernel_parts(rows, from.groups, 4);
    const std::vector<KernelColumn> columns{column_of(from.columns[column], categories)};
    return kernel_shares(rows, parts, count_columns(rows, parts, {}, columns, threads)[0][0]);
}

// The second route: each share's influences, row by row.
TEST(Kernel, EqualsTheLinearisation) {
    for (const std::size_t categories : {1U, 5U, 8U, 9U, 16U, 17U, 300U}) {
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

TEST(Kernel, CountsSeveralColumnsAsEachByItself) {
    for (const bool stages : {true, false}) {
        const MadeSample made = sample(21, 60000, stages, 4);
        const KernelRows rows(made.design);
        const KernelParts parts = kernel_parts(rows, made.groups, 4);
        std::vector<KernelColumn> columns;
        for (const auto& codes : made.columns)
            columns.push_back(column_of(codes, 4));
        std::vector<std::int32_t> full = made.columns[0];
        for (std::int32_t& code : full)
            code = std::max(code, 0);
        columns.insert(columns.begin() + 1, column_of(full, 4));
        columns[2].prepare(parts.order);
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
        const std::vector<KernelColumn> columns{column_of(made.columns[2], 4)};
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

std::vector<std::int64_t> flat(const KernelSums& sums) {
    std::vector<std::int64_t> out;
    for (const KernelCell& cell : sums.cells)
        out.insert(out.end(), {cell.weight, cell.rows});
    const auto halves = [&out](WideSum sum) {
        out.push_back(static_cast<std::int64_t>(sum >> 64));
        out.push_back(static_cast<std::int64_t>(sum));
    };
    for (const KernelMoments& moments : sums.moments) {
        halves(moments.squares);
        halves(moments.products);
    }
    for (const KernelBase& base : sums.bases) {
        out.insert(out.end(), {base.weight, base.rows, base.units});
        halves(base.squares);
    }
    return out;
}

// Whatever the registers of the machine.
TEST(Kernel, SumsEightAtOnceAsOneByOne) {
    Random random(31);
    std::vector<std::int64_t> weights;
    std::vector<std::uint8_t> bits;
    std::vector<std::uint32_t> ends;
    std::uint32_t first = 100;
    for (const std::uint32_t rows : {1U, 0U, 3U, 4U, 63U, 64U, 65U, 700U, 1U}) {
        first += rows;
        ends.push_back(first);
        for (std::uint32_t r = 0; r < rows; ++r) {
            weights.push_back(static_cast<std::int64_t>(random.below(std::size_t{1} << 50)));
            bits.push_back(static_cast<std::uint8_t>(random.below(256)));
        }
    }
    std::vector<std::int64_t> sums(16 * ends.size(), -1);
    std::vector<std::int64_t> rows(sums);
    std::vector<std::int64_t> other_sums(sums);
    std::vector<std::int64_t> other_rows(sums);
    sum_eights(weights.data(), bits.data(), 100, ends, {sums.data(), rows.data(), 16});
    sum_eights_anywhere(
        weights.data(), bits.data(), 100, ends, {other_sums.data(), other_rows.data(), 16});
    EXPECT_EQ(sums, other_sums);
    EXPECT_EQ(rows, other_rows);
    for (std::uint8_t& byte : bits)
        byte &= 1;
    sum_eights(weights.data(), bits.data(), 100, ends, {sums.data(), rows.data(), 16});
    sum_first_bits(
        weights.data(), bits.data(), 100, ends, {other_sums.data(), other_rows.data(), 16});
    for (std::size_t p = 0; p < ends.size(); ++p) {
        EXPECT_EQ(sums[16 * p], other_sums[16 * p]);
        EXPECT_EQ(rows[16 * p], other_rows[16 * p]);
    }
}

TEST(Kernel, DoesNotDependOnTheLengthOfARun) {
    for (const bool stages : {true, false}) {
        const MadeSample made = sample(19, 6000, stages, 9);
        const KernelRows rows(made.design);
        const std::vector<KernelColumn> columns{column_of(made.columns[0], 9)};
        const KernelParts usual = kernel_parts(rows, made.groups, 4);
        const auto whole = count_columns(rows, usual, {}, columns, 2);
        for (const std::size_t run : {1U, 100U, 5000U, 100000U}) {
            const KernelParts parts = kernel_parts(rows, made.groups, 4, run);
            const auto shares =
                kernel_shares(rows, parts, count_columns(rows, parts, {}, columns, 2)[0][0]);
            const auto usual_shares = kernel_shares(rows, usual, whole[0][0]);
            for (std::size_t i = 0; i < shares.size(); ++i) {
                EXPECT_EQ(shares[i].weight, usual_shares[i].weight);
                EXPECT_EQ(shares[i].rows, usual_shares[i].rows);
                EXPECT_TRUE(!stages || shares[i].variance == usual_shares[i].variance);
            }
        }
    }
}

// Rows as they come, against the same rows in the order of their parts; `made` has columns of so
// many categories, and only some rows are in the base. Places may be met in another order.
void expect_same_as_they_come(const MadeSample& made, std::size_t categories) {
    const KernelRows rows(made.design, 0, 2);
    const KernelParts ordered = kernel_parts(rows, made.groups, 4);
    const auto as_they_come = parts_as_they_come(rows, made.groups, 4, 2);
    ASSERT_TRUE(as_they_come);
    std::vector<std::uint8_t> in_base;
    for (std::size_t r = 0; r < rows.size(); ++r)
        in_base.push_back(r % 3 == 1 ? 0 : 1);
    std::vector<KernelColumn> columns;
    for (int i = 0; i < 2; ++i) {
        for (const auto& codes : made.columns) {
            columns.push_back(column_of(codes, categories));
            KernelSource within = columns.back().source();
            if (i == 1) within.in_base = in_base;
            columns.back() = KernelColumn(std::move(within));
        }
    }
    const std::vector<std::uint32_t> halves{0, 1, 0, 1};
    const JoinedParts joined = join_parts(rows, ordered, halves, 2);
    const JoinedParts other_joined = join_parts(rows, *as_they_come, halves, 2);
    const auto sums = count_columns(rows, ordered, {&joined, 1}, columns, 1);
    for (const int threads : {1, 2, 7}) {
        const auto others =
            count_columns(rows, *as_they_come, {&other_joined, 1}, columns, threads);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            EXPECT_EQ(flat(moved_to(others[0][c], *as_they_come, ordered)), flat(sums[0][c]));
            EXPECT_EQ(flat(moved_to(others[1][c], other_joined.parts, joined.parts)),
                      flat(sums[1][c]));
        }
    }
}

// Few cells, so that two columns are one; many; and weights so unlike each other that weight and
// rows of a cell do not fit one integer.
TEST(Kernel, CountsRowsAsTheyComeLikeRowsInOrder) {
    for (const bool stages : {true, false}) {
        for (const std::size_t categories : {1U, 2U, 8U, 9U, 40U}) {
            for (const double heaviest : {1.0, 1e9}) {
                MadeSample made = sample(27 + categories, 40000, stages, categories);
                made.design.weights[100] = heaviest;
                made.design.weights[200] = 0;
                expect_same_as_they_come(made, categories);
            }
        }
    }
}

// A shard holds whole units, its weights are in the same units as those of the others, and it has
// rows of every group in every stratum.
TEST(Kernel, ShardsAddUpToTheWhole) {
    const MadeSample made = sample(17, 8000, true, 6);
    double most = 0;
    for (const double weight : made.design.weights)
        most += weight;
    const KernelRows all(made.design, most);
    const KernelParts all_parts = kernel_parts(all, made.groups, 4);
    const std::vector<KernelColumn> columns{column_of(made.columns[0], 6)};
    const KernelSums whole = count_columns(all, all_parts, {}, columns, 1)[0][0];
    // Each shard has two units of every stratum, or three.
    KernelSums sums;
    for (const bool first : {true, false}) {
        MadeSample shard;
        SamplingStage stage;
        auto& codes = shard.columns.emplace_back();
        // By stratum, unit and row, as the whole is: places are met in the same order.
        for (std::size_t r = 0; r < made.groups.size(); ++r) {
            if ((made.design.stages[0].units[r] < 2) != first) continue;
            shard.design.weights.push_back(made.design.weights[r]);
            stage.strata.push_back(made.design.stages[0].strata[r]);
            stage.units.push_back(made.design.stages[0].units[r]);
            shard.groups.push_back(made.groups[r]);
            codes.push_back(made.columns[0][r]);
        }
        shard.design.stages = {stage};
        const KernelRows rows(shard.design, most);
        const KernelParts parts = kernel_parts(rows, shard.groups, 4);
        const std::vector<KernelColumn> of_shard{column_of(codes, 6)};
        const KernelSums counted = count_columns(rows, parts, {}, of_shard, 2)[0][0];
        const KernelSums in_place = moved_to(counted, parts, all_parts);
        if (first) {
            sums = in_place;
        } else {
            sums.add(in_place);
        }
    }
    EXPECT_EQ(flat(sums), flat(whole));
}

TEST(Kernel, MeansAndTotalsEqualTheLinearisation) {
    MadeSample made = sample(23, 3000, true, 50);
    std::vector<double> values{NAN};
    for (int code = 0; code < 50; ++code)
        values.push_back(code == 7 ? 1e6 + 0.25 : code == 9 ? -3.7 : 0.1 * code);
    std::vector<double> below_values{NAN};
    for (int code = 0; code < 50; ++code)
        below_values.push_back(1990 + code / 7.0);
    const TaylorVariance variance(made.design);
    const KernelRows rows(made.design);
    const KernelParts parts = kernel_parts(rows, made.groups, 4);
    for (const bool ratio : {false, true}) {
        KernelNumbers numbers{.above = {made.columns[0], fixed_numbers(values)}};
        if (ratio) numbers.below = {made.columns[1], fixed_numbers(below_values)};
        KernelWork work{.parts = &parts};
        work.numbers = {&numbers};
        const auto result = count_in_one_pass(rows, {&work, 1}, 2)[0];
        const auto means = kernel_means(rows, parts, numbers, result.totals[0][0]);
        const auto degrees = kernel_degrees(parts, result.totals[0][0]);
        for (std::size_t g = 0; g < 4; ++g) {
            std::vector<double> y(made.groups.size());
            std::vector<double> x(y.size(), 1);
            std::vector<std::uint8_t> base(y.size());
            for (std::size_t r = 0; r < y.size(); ++r) {
                y[r] = values[static_cast<std::size_t>(made.columns[0][r] + 1)];
                if (ratio) x[r] = below_values[static_cast<std::size_t>(made.columns[1][r] + 1)];
                base[r] = made.groups[r] == static_cast<std::int32_t>(g) && !std::isnan(y[r]) &&
                                  !std::isnan(x[r])
                              ? 1
                              : 0;
            }
            const auto mean = linearized_ratio(made.design.weights, y, x, base);
            const auto total = linearized_total(made.design.weights, y, base);
            EXPECT_NEAR(means[g].mean, mean->value, 1e-12 * std::abs(mean->value));
            EXPECT_NEAR(means[g].total, total.value, 1e-12 * std::abs(total.value));
            const double error = variance.variance(mean->influence);
            EXPECT_NEAR(means[g].variance, error, 1e-9 * error);
            const double of_total = variance.variance(total.influence);
            EXPECT_NEAR(means[g].total_variance, of_total, 1e-9 * of_total);
            EXPECT_EQ(degrees[g], variance.degrees_of_freedom(base));
        }
    }
}

// Several answers, a row of its own for who gave none, people outside the base.
TEST(Kernel, CountsSetsOfAnswers) {
    for (const std::size_t choices : {1U, 6U, 7U, 8U, 15U, 70U}) {
        const MadeSample made = sample(choices, 2000, true, 3);
        const std::size_t words = (choices + 63) / 64;
        Random random(choices);
        std::vector<std::uint64_t> members(made.groups.size() * words);
        std::vector<std::uint8_t> in_base;
        const std::vector<std::int32_t> codes(made.groups.size(), -1);
        KernelSource source{.categories = choices + 1, .codes = codes};
        source.category_of_code = {static_cast<std::int32_t>(choices)};
        source.wanted.resize(words);
        source.category_of_member.assign(64 * words, -1);
        for (std::size_t c = 0; c < choices; ++c) {
            source.wanted[c / 64] |= std::uint64_t{1} << (c % 64);
            source.category_of_member[c] = static_cast<std::int32_t>(c);
            for (std::size_t r = 0; r < made.groups.size(); ++r) {
                if (random.chance(0.2)) members[r * words + c / 64] |= std::uint64_t{1} << (c % 64);
            }
        }
        for (std::size_t r = 0; r < made.groups.size(); ++r)
            in_base.push_back(random.chance(0.8) ? 1 : 0);
        source.members = members;
        source.in_base = in_base;
        const std::vector<KernelColumn> columns{KernelColumn(source)};
        const KernelRows rows(made.design);
        const KernelParts parts = kernel_parts(rows, made.groups, 4);
        const auto shares =
            kernel_shares(rows, parts, count_columns(rows, parts, {}, columns, 2)[0][0]);
        const TaylorVariance variance(made.design);
        for (std::size_t c = 0; c <= choices; c += 1 + choices / 8) {
            std::vector<double> x(made.groups.size());
            std::vector<std::uint8_t> base(x.size());
            for (std::size_t r = 0; r < x.size(); ++r) {
                bool none = true;
                for (std::size_t w = 0; w < words; ++w)
                    none &= members[r * words + w] == 0;
                const bool chosen =
                    c < choices && (members[r * words + c / 64] >> (c % 64) & 1U) != 0;
                x[r] = (c == choices ? none : chosen) ? 1 : 0;
                base[r] = in_base[r] != 0 && made.groups[r] == 2 ? 1 : 0;
            }
            const auto share = linearized_mean(made.design.weights, x, base);
            const double error = variance.variance(share->influence);
            const KernelShare& ours = shares[2 * (choices + 1) + c];
            EXPECT_NEAR(ours.share, share->value, 1e-12) << choices << " " << c;
            EXPECT_NEAR(ours.variance, error, 1e-10 * error + 1e-25) << choices << " " << c;
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
    EXPECT_EQ(KernelRows::obstacle(design), "");
    design.stages = {{{0, 0, 1}, {}, {}}};
    EXPECT_NE(KernelRows::obstacle(design), "");
    EXPECT_NE(KernelRows::obstacle(design).find("one unit"), std::string::npos);
    design.lonely = LonelyUnits::certainty;
    EXPECT_EQ(KernelRows::obstacle(design), "");
    design.calibrations.emplace_back();
    EXPECT_NE(KernelRows::obstacle(design).find("calibrated"), std::string::npos);
    design.stages.clear();  // without errors it does not matter how weights were made
    EXPECT_EQ(KernelRows::obstacle(design), "");
}

}  // namespace
}  // namespace mtm
