#include "sampling/quotas.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

// Interviews that are of another group than the sums say.
int missed(const Quotas& quotas, const std::vector<int>& groups) {
    int out = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        int sum = 0;
        for (const std::vector<int>& unit : quotas)
            sum += unit[g];
        out += std::max(groups[g] - sum, 0);
    }
    return out;
}

// The fewest that can be missed: every division tried.
int fewest_missed(const std::vector<int>& units,
                  const std::vector<int>& groups,
                  const Quotas& most) {
    int best = std::numeric_limits<int>::max();
    Quotas quotas(units.size(), std::vector<int>(groups.size(), 0));
    const std::function<void(std::size_t, std::size_t, int)> fill =
        [&](std::size_t u, std::size_t g, int left) {
            if (u == units.size()) {
                best = std::min(best, missed(quotas, groups));
                return;
            }
            if (g + 1 == groups.size()) {
                if (left > most[u][g]) return;
                quotas[u][g] = left;
                fill(u + 1, 0, u + 1 < units.size() ? units[u + 1] : 0);
                return;
            }
            for (int n = 0; n <= std::min(left, most[u][g]); ++n) {
                quotas[u][g] = n;
                fill(u, g + 1, left - n);
            }
        };
    fill(0, 0, units[0]);
    return best;
}

TEST(Quotas, AreInProportionWhereNothingBinds) {
    const auto quotas =
        divide_by_group({10, 20}, {15, 15}, {{30, 70}, {60, 40}}, {{30, 70}, {60, 40}});
    ASSERT_TRUE(quotas.has_value());
    EXPECT_EQ(*quotas, (Quotas{{3, 7}, {12, 8}}));
}

// One man lives in the second place, no woman in the third.
TEST(Quotas, AskForNobodyWhoDoesNotLiveThere) {
    const Quotas people{{9, 1}, {1, 19}, {30, 0}};
    const std::vector<std::vector<double>> shares{{9, 1}, {1, 19}, {30, 0}};
    const auto quotas = divide_by_group({5, 10, 15}, {20, 10}, shares, people);
    ASSERT_TRUE(quotas.has_value());
    EXPECT_EQ(*quotas, (Quotas{{5, 0}, {0, 10}, {15, 0}}));
    const auto short_of = divide_by_group({5, 10, 5}, {13, 7}, shares, people);
    ASSERT_TRUE(short_of.has_value());
    EXPECT_EQ((*short_of)[1], (std::vector<int>{1, 9})) << "9 women, though 7 are wanted";
    EXPECT_EQ(missed(*short_of, {13, 7}), 2);
}

TEST(Quotas, MissNoMoreThanTheFewestPossible) {
    Random random(7);
    int missing = 0;
    for (int round = 0; round < 400; ++round) {
        const std::size_t group_count = 2 + random.below(2);
        std::vector<int> units(1 + random.below(3));
        std::vector<int> groups(group_count, 0);
        std::vector<std::vector<double>> people;
        Quotas most;
        for (int& unit : units) {
            std::vector<int> here;
            for (std::size_t g = 0; g < group_count; ++g)
                here.push_back(static_cast<int>(random.below(5)));
            people.emplace_back(here.begin(), here.end());
            unit = std::min(static_cast<int>(random.below(6)),
                            std::accumulate(here.begin(), here.end(), 0));
            most.push_back(std::move(here));
        }
        for (int left = std::accumulate(units.begin(), units.end(), 0); left > 0; --left)
            ++groups[random.below(group_count)];
        const auto quotas = divide_by_group(units, groups, people, most);
        ASSERT_TRUE(quotas.has_value());
        for (std::size_t u = 0; u < units.size(); ++u) {
            EXPECT_EQ(std::accumulate((*quotas)[u].begin(), (*quotas)[u].end(), 0), units[u]);
            for (std::size_t g = 0; g < group_count; ++g) {
                EXPECT_GE((*quotas)[u][g], 0);
                EXPECT_LE((*quotas)[u][g], most[u][g]);
            }
        }
        const int fewest = fewest_missed(units, groups, most);
        EXPECT_EQ(missed(*quotas, groups), fewest);
        missing += fewest > 0 ? 1 : 0;
    }
    EXPECT_GT(missing, 40);
    EXPECT_LT(missing, 360);
}

}  // namespace
}  // namespace mtm
