#include "disclosure/protection.h"

#include <functional>
#include <random>

#include <gtest/gtest.h>

namespace mtm {
namespace {

using Counts = std::vector<std::vector<std::size_t>>;

// Group 0 and the bases are computed; `hide` are the cells not printed.
CountGrid grid_of(const Counts& groups, const std::vector<std::pair<int, int>>& hide) {
    CountGrid grid;
    grid.groups_add_up = grid.categories_add_up = true;
    grid.n.emplace_back(groups[0].size());
    for (const auto& group : groups) {
        for (std::size_t c = 0; c < group.size(); ++c)
            grid.n[0][c] += group[c];
        grid.n.push_back(group);
    }
    for (const auto& group : grid.n) {
        grid.base.push_back(0);
        for (const std::size_t n : group)
            grid.base.back() += n;
        grid.hidden.emplace_back(group.size());
        grid.sensitive.emplace_back(group.size());
    }
    grid.base_hidden.assign(grid.n.size(), false);
    grid.base_sensitive.assign(grid.n.size(), false);
    for (const auto& [g, c] : hide) {
        grid.hidden[static_cast<std::size_t>(g)][static_cast<std::size_t>(c)] = true;
    }
    return grid;
}

std::pair<std::size_t, std::size_t> range(const CountGrid& grid, std::size_t g, std::size_t c) {
    const Bounds bounds = bounds_of(grid, g, c);
    return {bounds.low, bounds.high};
}

using Range = std::pair<std::size_t, std::size_t>;

TEST(Bounds, ALoneHiddenCellIsGivenBack) {
    EXPECT_EQ(range(grid_of({{3, 40}, {50, 60}}, {{1, 0}}), 1, 0), Range(3, 3));
}

TEST(Bounds, FourCellsInASquareProtectEachOther) {
    const CountGrid grid = grid_of({{3, 40}, {50, 60}}, {{1, 0}, {1, 1}, {2, 0}, {2, 1}});
    EXPECT_EQ(range(grid, 1, 0), Range(0, 43));
}

TEST(Bounds, ACellBetweenTwoSquaresIsGivenBackThoughEveryLineHasTwo) {
    const CountGrid grid =
        grid_of({{5, 9, 20, 20}, {9, 5, 20, 20}, {20, 4, 5, 9}, {20, 20, 9, 5}},
                {{1, 0}, {1, 1}, {2, 0}, {2, 1}, {3, 1}, {3, 2}, {3, 3}, {4, 2}, {4, 3}});
    EXPECT_EQ(range(grid, 3, 1), Range(4, 4));
    EXPECT_EQ(range(grid, 1, 0), Range(0, 14));
}

// Every table that a reader could think of: all fillings of the hidden cells of a small grid that
// agree with the printed ones.
Range all_fillings(const CountGrid& grid, std::size_t group, std::size_t category) {
    std::vector<std::pair<std::size_t, std::size_t>> hidden;
    for (std::size_t g = 1; g < grid.n.size(); ++g) {
        for (std::size_t c = 0; c < grid.n[g].size(); ++c) {
            if (grid.hidden[g][c]) hidden.emplace_back(g, c);
        }
    }
    Counts n = grid.n;
    Range found{1'000'000, 0};
    const auto agrees = [&] {
        std::vector<std::size_t> total(n[0].size());
        for (std::size_t g = 1; g < n.size(); ++g) {
            std::size_t base = 0;
            for (std::size_t c = 0; c < n[g].size(); ++c) {
                base += n[g][c];
                total[c] += n[g][c];
            }
            if (!grid.base_hidden[g] && base != grid.base[g]) return false;
        }
        for (std::size_t c = 0; c < total.size(); ++c) {
            if (!grid.hidden[0][c] && total[c] != grid.n[0][c]) return false;
        }
        std::size_t everyone = 0;
        for (const std::size_t count : total)
            everyone += count;
        n[0] = total;
        return everyone == grid.base[0];
    };
    const std::function<void(std::size_t)> fill = [&](std::size_t i) {
        if (i == hidden.size()) {
            if (!agrees()) return;
            found.first = std::min(found.first, n[group][category]);
            found.second = std::max(found.second, n[group][category]);
            return;
        }
        const auto [g, c] = hidden[i];
        for (std::size_t value = 0; value <= grid.base[0]; ++value) {
            n[g][c] = value;
            fill(i + 1);
        }
    };
    fill(0);
    return found;
}

TEST(Bounds, AreThoseOfAllFillings) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        Counts groups(2 + random() % 2, std::vector<std::size_t>(2));
        for (auto& group : groups) {
            for (std::size_t& n : group)
                n = random() % 3;
        }
        CountGrid grid = grid_of(groups, {});
        std::size_t left = 4;
        for (std::size_t g = 0; g < grid.n.size(); ++g) {
            for (std::size_t c = 0; c < 2; ++c) {
                if (random() % 2 == 0 || (g > 0 && left == 0)) continue;
                grid.hidden[g][c] = true;
                if (g > 0) --left;
            }
        }
        for (std::size_t g = 0; g < grid.n.size(); ++g) {
            for (std::size_t c = 0; c < 2; ++c) {
                EXPECT_EQ(range(grid, g, c), all_fillings(grid, g, c)) << round << ": " << g << c;
            }
        }
    }
}

TEST(Protect, HidesTheLeastThatKeepsASmallCellUnknown) {
    CountGrid grid = grid_of({{3, 40, 500}, {50, 60, 500}}, {{1, 0}});
    grid.sensitive[1][0] = true;
    EXPECT_TRUE(protect(grid, 10));
    EXPECT_EQ(grid.hidden[1], (std::vector<bool>{true, true, false}));
    EXPECT_EQ(grid.hidden[2], (std::vector<bool>{true, true, false}));
    EXPECT_EQ(grid.hidden[0], (std::vector<bool>{false, false, false}));
    EXPECT_EQ(range(grid, 1, 0), Range(0, 43));
}

}  // namespace
}  // namespace mtm
