#include "rehearse/conflicts.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

using Sets = std::vector<std::vector<int>>;

/// Claims cannot hold if all of some forbidden set are among them.
Oracle forbidding(const Sets& forbidden) {
    return [&forbidden](const std::vector<int>& claims) -> std::optional<std::vector<int>> {
        for (const std::vector<int>& set : forbidden) {
            if (std::includes(claims.begin(), claims.end(), set.begin(), set.end())) return claims;
        }
        return std::nullopt;
    };
}

std::vector<int> members(unsigned mask) {
    std::vector<int> out;
    for (int i = 0; i < 32; ++i) {
        if ((mask >> i & 1U) != 0) out.push_back(i);
    }
    return out;
}

TEST(MinimalConflict, IsTheForbiddenSetItself) {
    const Sets forbidden = {{2, 5, 11}};
    EXPECT_EQ(minimal_conflict(members(0xFFFF), {}, forbidding(forbidden)), forbidden[0]);
    EXPECT_EQ(minimal_conflict({2, 3, 4, 11}, {5}, forbidding(forbidden)),
              (std::vector<int>{2, 11}));
}

TEST(SmallestHittingSet, LeavesOutABarredSet) {
    const Sets sets = {{1, 2}, {2, 3}};
    EXPECT_EQ(smallest_hitting_set(sets, {}, 9), std::vector<int>{2});
    EXPECT_EQ(smallest_hitting_set(sets, {{2}}, 9), (std::vector<int>{1, 3}));
    EXPECT_EQ(smallest_hitting_set(sets, {{2}}, 1), std::nullopt);
}

/// By trying every subset.
Hitting exhaustive(int claims, const Oracle& oracle) {
    Hitting best;
    std::size_t fewest = 99;
    for (unsigned gone = 0; gone < (1U << claims); ++gone) {
        const std::vector<int> withdrawn = members(gone);
        if (withdrawn.size() > fewest) continue;
        if (oracle(members(~gone & ((1U << claims) - 1)))) continue;
        best.unique = withdrawn.size() < fewest;
        fewest = withdrawn.size();
        best.withdrawn = withdrawn;
    }
    return best;
}

TEST(FewestWithdrawn, AgreesWithTryingEverySubset) {
    Random random(7);
    for (int round = 0; round < 150; ++round) {
        Sets forbidden;
        const auto count = random.between(0, 6);
        for (long long i = 0; i < count; ++i) {
            std::vector<int> set;
            for (int claim = 0; claim < 9; ++claim) {
                if (random.chance(0.3)) set.push_back(claim);
            }
            if (!set.empty()) forbidden.push_back(set);
        }
        const Oracle oracle = forbidding(forbidden);
        const Hitting expected = exhaustive(9, oracle);
        const auto found = fewest_withdrawn(members(0x1FF), oracle, 9);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->withdrawn.size(), expected.withdrawn.size());
        EXPECT_EQ(found->unique, expected.unique);
        if (expected.unique) {
            EXPECT_EQ(found->withdrawn, expected.withdrawn);
        }
    }
}

}  // namespace
}  // namespace mtm
