#include "rounds/mix_change.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace mtm {
namespace {

// By hand: 50:50 becomes 20:80 with rates 10→20 and 50→60.
// mix = -0.3·15 + 0.3·55 = 12; within = 10·0.35 + 10·0.65 = 10; 30 → 52.
TEST(MixChange, IsWhatPaperAndPencilSay) {
    const MixChange change = decompose_change({{0.5, 0.2, 10, 20}, {0.5, 0.8, 50, 60}});
    EXPECT_NEAR(change.mix, 12, 1e-12);
    EXPECT_NEAR(change.within, 10, 1e-12);
}

TEST(MixChange, OnlyTheMixOrOnlyTheRatesChange) {
    const MixChange mix = decompose_change({{0.5, 0.1, 10, 10}, {0.5, 0.9, 50, 50}});
    EXPECT_NEAR(mix.mix, 16, 1e-12);
    EXPECT_EQ(mix.within, 0);
    const MixChange within = decompose_change({{0.5, 0.5, 10, 30}, {0.5, 0.5, 50, 40}});
    EXPECT_EQ(within.mix, 0);
    EXPECT_NEAR(within.within, 5, 1e-12);
}

TEST(MixChange, GroupOfOneRoundChangesTheMixAlone) {
    const MixChange change = decompose_change({{1, 0.6, 10, 10}, {0, 0.4, NAN, 60}});
    EXPECT_NEAR(change.mix, 20, 1e-12);
    EXPECT_EQ(change.within, 0);
}

// The shares of 7 and 14 people of each of three groups, added up as weights are, differ in their
// last places; and the rates too.
TEST(MixChange, WhatIsZeroUpToRoundingIsZero) {
    const double tenth = 0.1 + 0.2;  // 0.30000000000000004
    const MixChange mix = decompose_change({{0.3, tenth, 25, 26}, {0.7, 1 - tenth, 60, 61}});
    EXPECT_EQ(mix.mix, 0);
    EXPECT_NEAR(mix.within, 1, 1e-12);
    const MixChange within =
        decompose_change({{0.3, 0.4, 100 * 0.3, 100 * tenth}, {0.7, 0.6, 60, 60}});
    EXPECT_EQ(within.within, 0);
    EXPECT_NEAR(within.mix, -3, 1e-12);
    // One person of a hundred thousand is no rounding.
    const MixChange one = decompose_change({{0.3, 0.30001, 50, 50}, {0.7, 0.69999, 51, 51}});
    EXPECT_NEAR(one.mix, -1e-5, 1e-12);
    EXPECT_EQ(without_noise(-1e-15, 50), 0);
    EXPECT_FALSE(std::signbit(without_noise(-1e-15, 50)));
}

// The parts add up, and the rounds the other way round change only their signs.
TEST(MixChange, PartsAddUpAndAreSymmetric) {
    std::mt19937 chance(3);
    std::uniform_real_distribution<double> any(0, 1);
    for (int trial = 0; trial < 100; ++trial) {
        std::vector<MixGroup> groups(2 + chance() % 20);
        double before = 0;
        double now = 0;
        for (MixGroup& group : groups) {
            before += group.share_before = chance() % 5 == 0 ? 0 : any(chance);
            now += group.share_now = any(chance);
            group.rate_before = 100 * any(chance);
            group.rate_now = 100 * any(chance);
        }
        double difference = 0;
        std::vector<MixGroup> back;
        for (MixGroup& group : groups) {
            group.share_before /= before > 0 ? before : 1;
            group.share_now /= now;
            difference += group.share_now * group.rate_now - group.share_before * group.rate_before;
            back.push_back(
                {group.share_now, group.share_before, group.rate_now, group.rate_before});
        }
        const MixChange change = decompose_change(groups);
        EXPECT_NEAR(change.mix + change.within, difference, 1e-10);
        const MixChange reverse = decompose_change(back);
        EXPECT_NEAR(change.mix, -reverse.mix, 1e-10);
        EXPECT_NEAR(change.within, -reverse.within, 1e-10);
    }
}

}  // namespace
}  // namespace mtm
