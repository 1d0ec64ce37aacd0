#include "disclosure/linked_rounding.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace mtm {
namespace {

constexpr std::size_t unit = 5;

std::size_t distance(std::size_t a, std::size_t b) {
    return a > b ? a - b : b - a;
}

// Two by two by two counts, whose sums over the first, and over the second, are told.
std::vector<RoundedSum> sums_of_cube(const std::vector<std::size_t>& cube) {
    std::vector<RoundedSum> out;
    for (const std::size_t over : {4U, 2U}) {
        for (std::size_t i = 0; i < 8; ++i) {
            if ((i & over) == 0) out.push_back({{i, i + over}, cube[i] + cube[i + over]});
        }
    }
    return out;
}

TEST(RoundLinked, IsTheNearestOfAllThatAddUp) {
    std::mt19937 random(21);
    for (int round = 0; round < 60; ++round) {
        // Some cube of multiples, and counts near it.
        std::vector<std::size_t> cube(8);
        std::vector<CountToRound> counts(8);
        for (std::size_t i = 0; i < 8; ++i) {
            cube[i] = unit * (1 + random() % 3);
            counts[i].n = cube[i] + random() % 9 - 4;
        }
        const std::vector<RoundedSum> sums = sums_of_cube(cube);
        const auto rounded = round_linked(counts, sums, unit);
        ASSERT_TRUE(rounded.has_value());
        std::size_t cost = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            EXPECT_EQ((*rounded)[i] % unit, 0U);
            cost += distance((*rounded)[i], counts[i].n);
        }
        for (const RoundedSum& sum : sums)
            EXPECT_EQ((*rounded)[sum.counts[0]] + (*rounded)[sum.counts[1]], sum.sum);
        // All cubes with these sums differ by one number that is added and subtracted by turns.
        std::size_t best = 1'000'000;
        for (int step = -3; step <= 3; ++step) {
            for (int other = -3; other <= 3; ++other) {
                std::size_t of = 0;
                bool possible = true;
                for (std::size_t i = 0; i < 8; ++i) {
                    const int sign = ((i >> 2U) + (i >> 1U)) % 2 == 0 ? 1 : -1;
                    const int moved = static_cast<int>(cube[i]) +
                                      sign * static_cast<int>(unit) * (i % 2 == 0 ? step : other);
                    possible = possible && moved >= 0;
                    of += possible ? distance(static_cast<std::size_t>(moved), counts[i].n) : 0;
                }
                if (possible) best = std::min(best, of);
            }
        }
        EXPECT_EQ(cost, best) << round;
    }
}

TEST(RoundLinked, SaysThatThereIsNoWay) {
    EXPECT_EQ(round_linked({{.n = 3}, {.n = 4}}, {{{0, 1}, 10}, {{0}, 0}, {{1}, 5}}, unit),
              std::nullopt);
    EXPECT_EQ(round_linked({{.n = 3}, {.n = 4, .most = 0}}, {{{0, 1}, 10}}, unit),
              (std::vector<std::size_t>{10, 0}));
}

}  // namespace
}  // namespace mtm
