#include "disclosure/controlled_rounding.h"

#include <functional>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace mtm {
namespace {

using Counts = std::vector<std::size_t>;
using Grid = std::vector<Counts>;

std::size_t sum_of(const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

std::size_t distance(std::size_t a, std::size_t b) {
    return a > b ? a - b : b - a;
}

// As the header says it: what is off, and a thousand times that where there is nobody.
std::size_t cost_of(std::size_t n, std::size_t rounded) {
    return distance(n, rounded) * (n == 0 ? 1000 : 1);
}

std::vector<CountToRound> to_round(const Counts& counts) {
    std::vector<CountToRound> out;
    for (const std::size_t n : counts)
        out.push_back({.n = n});
    return out;
}

// The least cost of all lines of multiples up to a limit, by trying each.
std::size_t least_cost_of_line(const Counts& counts, std::size_t sum, std::size_t unit) {
    std::size_t best = 1'000'000;
    Counts line(counts.size());
    const std::function<void(std::size_t, std::size_t)> fill = [&](std::size_t at,
                                                                   std::size_t left) {
        if (at == line.size()) {
            if (left != 0) return;
            std::size_t cost = 0;
            for (std::size_t i = 0; i < line.size(); ++i)
                cost += cost_of(counts[i], line[i]);
            best = std::min(best, cost);
            return;
        }
        for (line[at] = 0; line[at] <= left; line[at] += unit)
            fill(at + 1, left - line[at]);
    };
    fill(0, sum);
    return best;
}

TEST(NearestMultiple, HalfGoesUp) {
    EXPECT_EQ(nearest_multiple(0, 10), 0);
    EXPECT_EQ(nearest_multiple(4, 10), 0);
    EXPECT_EQ(nearest_multiple(5, 10), 10);
    EXPECT_EQ(nearest_multiple(14, 10), 10);
    EXPECT_EQ(nearest_multiple(1845, 10), 1850);
    EXPECT_EQ(nearest_multiple(7, 3), 6);
}

TEST(RoundLine, AddsUpAtLeastCost) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        constexpr std::size_t unit = 5;
        Counts counts(2 + random() % 3);
        for (std::size_t& n : counts)
            n = random() % 3 == 0 ? 0 : random() % 23;
        const std::size_t sum = nearest_multiple(sum_of(counts), unit);
        const auto rounded = round_line(to_round(counts), sum, unit);
        ASSERT_TRUE(rounded.has_value());
        EXPECT_EQ(sum_of(*rounded), sum);
        std::size_t cost = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            EXPECT_EQ((*rounded)[i] % unit, 0);
            cost += cost_of(counts[i], (*rounded)[i]);
        }
        EXPECT_EQ(cost, least_cost_of_line(counts, sum, unit)) << round;
    }
}

TEST(RoundLine, KeepsWhatIsDecided) {
    const std::vector<CountToRound> line{{.n = 4, .rounded = 10}, {.n = 4}, {.n = 12, .most = 10}};
    EXPECT_EQ(round_line(line, 20, 10), (Counts{10, 0, 10}));
    EXPECT_EQ(round_line(line, 30, 10), (Counts{10, 10, 10}));
    EXPECT_EQ(round_line({{.n = 4, .rounded = 10}}, 0, 10), std::nullopt);
    EXPECT_EQ(round_line({{.n = 12, .most = 10}}, 20, 10), std::nullopt);
    EXPECT_EQ(round_line({}, 0, 10), Counts{});
}

// Every grid of 2 × 3 with those sums, of multiples.
std::size_t least_cost_of_grid(const Grid& counts,
                               const Counts& rows,
                               const Counts& columns,
                               std::size_t unit) {
    std::size_t best = 1'000'000;
    for (std::size_t a = 0; a <= columns[0]; a += unit) {
        for (std::size_t b = 0; b <= columns[1]; b += unit) {
            if (a + b > rows[0] || rows[0] - a - b > columns[2]) continue;
            const Counts top{a, b, rows[0] - a - b};
            std::size_t cost = 0;
            for (std::size_t c = 0; c < 3; ++c)
                cost += cost_of(counts[0][c], top[c]) + cost_of(counts[1][c], columns[c] - top[c]);
            best = std::min(best, cost);
        }
    }
    return best;
}

TEST(RoundGrid, AddsUpBothWaysAtLeastCost) {
    constexpr std::size_t unit = 4;
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        Grid counts(2, Counts(3));
        for (Counts& row : counts) {
            for (std::size_t& n : row)
                n = random() % 4 == 0 ? 0 : random() % 15;
        }
        Counts columns_as_counted(3);
        for (std::size_t c = 0; c < 3; ++c)
            columns_as_counted[c] = counts[0][c] + counts[1][c];
        const std::size_t all = nearest_multiple(sum_of(columns_as_counted), unit);
        const Counts rows =
            *round_line(to_round({sum_of(counts[0]), sum_of(counts[1])}), all, unit);
        const Counts columns = *round_line(to_round(columns_as_counted), all, unit);
        const auto rounded =
            round_grid({to_round(counts[0]), to_round(counts[1])}, rows, columns, unit);
        ASSERT_TRUE(rounded.has_value());
        std::size_t cost = 0;
        for (std::size_t r = 0; r < 2; ++r) {
            EXPECT_EQ(sum_of((*rounded)[r]), rows[r]);
            for (std::size_t c = 0; c < 3; ++c)
                cost += cost_of(counts[r][c], (*rounded)[r][c]);
        }
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_EQ((*rounded)[0][c] + (*rounded)[1][c], columns[c]);
        EXPECT_EQ(cost, least_cost_of_grid(counts, rows, columns, unit)) << round;
    }
}

TEST(RoundGrid, KeepsWhatIsDecidedOrSaysThatThereIsNoWay) {
    std::vector<std::vector<CountToRound>> grid{{{.n = 12}, {.n = 3}}, {{.n = 2}, {.n = 13}}};
    EXPECT_EQ(round_grid(grid, {20, 10}, {10, 20}, 10), (Grid{{10, 10}, {0, 10}}));
    grid[0][0].rounded = 20;
    EXPECT_EQ(round_grid(grid, {20, 10}, {10, 20}, 10), std::nullopt);
    EXPECT_EQ(round_grid(grid, {20, 10}, {20, 10}, 10), (Grid{{20, 0}, {0, 10}}));
    EXPECT_EQ(round_grid(grid, {20, 10}, {20, 20}, 10), std::nullopt) << "the sums differ";
}

}  // namespace
}  // namespace mtm
