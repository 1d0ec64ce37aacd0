// Groups against all partitions of small tables, an example worked by hand, and what must hold of
// any: sizes, totals, and that nobody's number is printed alone.
#include "anonymity/microaggregation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

MicroValues random_values(Random& random, std::size_t records, double missing) {
    MicroValues out;
    for (std::size_t r = 0; r < records; ++r) {
        if (random.chance(missing))
            out.emplace_back(std::nullopt);
        else
            out.emplace_back(std::round(10 * (random.normal() + (random.chance(0.2) ? 8 : 0))));
    }
    return out;
}

double squares_of(const std::vector<double>& values) {
    double mean = 0;
    for (const double value : values)
        mean += value / static_cast<double>(values.size());
    double out = 0;
    for (const double value : values)
        out += (value - mean) * (value - mean);
    return out;
}

// The least sum of squares of all partitions into groups of k or more, whatever their order.
double least_of_all_partitions(const std::vector<double>& values, std::size_t k) {
    double best = std::numeric_limits<double>::infinity();
    std::vector<std::vector<double>> groups;
    const std::function<void(std::size_t)> place = [&](std::size_t i) {
        if (i == values.size()) {
            double total = 0;
            for (const auto& group : groups) {
                if (group.size() < k) return;
                total += squares_of(group);
            }
            best = std::min(best, total);
            return;
        }
        for (std::size_t g = 0; g < groups.size(); ++g) {
            groups[g].push_back(values[i]);
            place(i + 1);
            groups[g].pop_back();
        }
        groups.push_back({values[i]});
        place(i + 1);
        groups.pop_back();
    };
    place(0);
    return best;
}

double variance_of(const std::vector<double>& values) {
    return squares_of(values) / static_cast<double>(values.size());
}

TEST(Microaggregation, OfOneVariableLosesLeastOfAllPartitions) {
    Random random(41);
    for (int trial = 0; trial < 60; ++trial) {
        const std::size_t records = 4 + random.below(6);
        const std::size_t k = 1 + random.below(3);
        std::vector<double> plain;
        MicroValues values;
        for (std::size_t r = 0; r < records; ++r) {
            plain.push_back(std::round(20 * random.uniform()));
            values.emplace_back(plain.back());
        }
        const auto groups = microaggregate_optimally(values, k);
        ASSERT_TRUE(groups);
        const double variance = variance_of(plain);
        EXPECT_NEAR(groups->within * variance, least_of_all_partitions(plain, k), 1e-9);
        const auto heuristic = microaggregate({values}, k);
        EXPECT_GE(heuristic->within, groups->within - 1e-9);
    }
}

void expect_sizes(const Microaggregation& groups, std::size_t k) {
    std::map<std::uint32_t, std::size_t> sizes;
    for (const std::uint32_t group : groups.group)
        if (group < groups.groups) ++sizes[group];
    EXPECT_EQ(sizes.size(), groups.groups);
    for (const auto& [group, size] : sizes) {
        EXPECT_GE(size, k) << group;
        EXPECT_LT(size, 2 * k) << group;
    }
}

double total_of(const MicroValues& values, std::span<const double> weights) {
    double out = 0;
    for (std::size_t r = 0; r < values.size(); ++r)
        out += values[r].value_or(0) * (weights.empty() ? 1 : weights[r]);
    return out;
}

TEST(Microaggregation, KeepsTotalsAndSizes) {
    Random random(42);
    for (int trial = 0; trial < 100; ++trial) {
        const std::size_t records = 10 + random.below(120);
        const std::size_t k = 2 + random.below(4);
        const std::vector<MicroValues> variables{random_values(random, records, 0),
                                                 random_values(random, records, 0),
                                                 random_values(random, records, 0)};
        std::vector<double> weights;
        if (trial % 2 == 0)
            for (std::size_t r = 0; r < records; ++r)
                weights.push_back(0.5 + random.uniform());
        const auto groups = microaggregate(variables, k, weights);
        ASSERT_TRUE(groups);
        expect_sizes(*groups, k);
        for (std::size_t v = 0; v < 3; ++v)
            EXPECT_NEAR(
                total_of(groups->values[v], weights), total_of(variables[v], weights), 1e-7);
        const auto one = microaggregate_optimally(variables[0], k, weights);
        expect_sizes(*one, k);
        EXPECT_NEAR(total_of(one->values[0], weights), total_of(variables[0], weights), 1e-7);
    }
}

TEST(Microaggregation, EveryPrintedNumberIsTheMeanOfKRecords) {
    Random random(43);
    for (int trial = 0; trial < 100; ++trial) {
        const std::size_t records = 10 + random.below(60);
        const std::size_t k = 2 + random.below(3);
        const std::vector<MicroValues> variables{random_values(random, records, 0.3),
                                                 random_values(random, records, 0.6)};
        const auto groups = microaggregate(variables, k);
        ASSERT_TRUE(groups);
        expect_sizes(*groups, k);
        for (std::size_t v = 0; v < 2; ++v) {
            for (std::uint32_t g = 0; g < groups->groups; ++g) {
                std::vector<double> own;
                std::vector<double> printed;
                for (std::size_t r = 0; r < records; ++r) {
                    if (groups->group[r] != g) continue;
                    if (!variables[v][r]) {
                        EXPECT_FALSE(groups->values[v][r]);
                        continue;
                    }
                    own.push_back(*variables[v][r]);
                    if (groups->values[v][r]) printed.push_back(*groups->values[v][r]);
                }
                if (own.size() < k) {
                    EXPECT_TRUE(printed.empty());
                    continue;
                }
                double mean = 0;
                for (const double value : own)
                    mean += value / static_cast<double>(own.size());
                ASSERT_EQ(printed.size(), own.size());
                for (const double value : printed)
                    EXPECT_NEAR(value, mean, 1e-9);
            }
        }
    }
}

// Mean 11: 30 is farthest; its nearest are 29 and 11. From 30 the farthest is 1, with 2 and 3.
TEST(Microaggregation, FollowsMdavOnAnExampleWorkedByHand) {
    const std::vector<double> numbers{1, 2, 30, 3, 29, 10, 11, 9, 4};
    MicroValues values;
    for (const double number : numbers)
        values.emplace_back(number);
    const auto groups = microaggregate({values}, 3);
    EXPECT_EQ(groups->group, (std::vector<std::uint32_t>{1, 1, 0, 1, 0, 2, 0, 2, 2}));
    EXPECT_NEAR(*groups->values[0][2], 70.0 / 3, 1e-12);
    EXPECT_NEAR(*groups->values[0][0], 2, 1e-12);
    EXPECT_NEAR(*groups->values[0][8], 23.0 / 3, 1e-12);
}

TEST(Microaggregation, OfEqualRecordsPrintsWhatTheyAre) {
    const MicroValues same(11, 7.0);
    const auto groups = microaggregate({same}, 3);
    expect_sizes(*groups, 3);
    EXPECT_EQ(groups->values[0], same);
    EXPECT_EQ(groups->within, 0);
    EXPECT_EQ(microaggregate_optimally(same, 3)->values[0], same);
}

TEST(Microaggregation, RecordsWithoutAValueAreInNoGroupOfOneVariable) {
    const MicroValues values{1.0, std::nullopt, 3.0, 100.0, 102.0};
    const auto groups = microaggregate_optimally(values, 2);
    EXPECT_EQ(groups->group, (std::vector<std::uint32_t>{0, 2, 0, 1, 1}));
    EXPECT_EQ(groups->values[0], (MicroValues{2.0, std::nullopt, 2.0, 101.0, 101.0}));
}

TEST(Microaggregation, WhatCannotBeIsSaid) {
    const MicroValues two{1.0, 2.0};
    const auto message = [](const Result<Microaggregation>& result) {
        return result ? std::string("no error") : result.error().message;
    };
    EXPECT_EQ(message(microaggregate({two}, 3)), "2 records make no group of 3: take a smaller k");
    EXPECT_EQ(message(microaggregate({}, 3)), "there is no variable to put into groups");
    EXPECT_EQ(message(microaggregate({two, {1.0}}, 2)), "variable 2 has 1 values for 2 records");
    EXPECT_EQ(message(microaggregate({{1.0, std::nan("")}}, 2)),
              "variable 1, record 2: not a number");
    EXPECT_EQ(message(microaggregate({two}, 0)), "k has to be 1 or more");
    EXPECT_EQ(message(microaggregate({two}, 2, std::vector<double>{1, 0})),
              "a weight has to be above 0");
    EXPECT_EQ(message(microaggregate_optimally({1.0, std::nullopt}, 2)),
              "1 records have a value and make no group of 2: take a smaller k");
}

}  // namespace
}  // namespace mtm
