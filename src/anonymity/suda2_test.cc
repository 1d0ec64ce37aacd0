#include "anonymity/suda2.h"

#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "anonymity/risk_for_test.h"

namespace mtm {
namespace {

bool agree(const KeyTable& table, KeySet set, std::size_t a, std::size_t b) {
    for (std::size_t key = 0; key < table.keys.size(); ++key) {
        const auto& codes = table.keys[key].codes;
        if ((set >> key & 1U) == 0) continue;
        if (codes[a] != codes[b] || codes[a] < 0) return false;
    }
    return true;
}

bool singles_out(const KeyTable& table, KeySet set, std::size_t record) {
    if (!agree(table, set, record, record)) return false;  // a gap
    for (std::size_t other = 0; other < table.records(); ++other) {
        if (other != record && agree(table, set, record, other)) return false;
    }
    return true;
}

// Minimal sample uniques by definition.
std::vector<KeySet> minimal_uniques(const KeyTable& table, std::size_t record) {
    std::vector<KeySet> out;
    for (KeySet set = 1; set < KeySet{1} << table.keys.size(); ++set) {
        if (!singles_out(table, set, record)) continue;
        bool minimal = true;
        for (std::size_t key = 0; key < table.keys.size(); ++key) {
            const KeySet part = set & ~(KeySet{1} << key);
            if (part != set && part != 0 && singles_out(table, part, record)) minimal = false;
        }
        if (minimal) out.push_back(set);
    }
    return out;
}

double of(std::size_t n) {
    return std::tgamma(static_cast<double>(n) + 1);
}

TEST(Suda2, FindsEveryMinimalSampleUnique) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const KeyTable table = random_keys(seed, 30 + seed, {2, 4, 3, 6, 2}, seed % 2 == 0 ? 8 : 0);
        for (const std::size_t most : {0, 2}) {
            const auto found =
                suda2(table, {.most_keys = most, .threads = 1 + static_cast<int>(seed % 3)});
            ASSERT_TRUE(found);
            std::vector<double> shares(5, 0);
            double all = 0;
            for (std::size_t record = 0; record < table.records(); ++record) {
                double score = 0;
                std::size_t smallest = 99;
                for (const KeySet set : minimal_uniques(table, record)) {
                    const auto size = static_cast<std::size_t>(std::popcount(set));
                    if (most != 0 && size > most) continue;
                    score += of(5 - size);
                    smallest = std::min(smallest, size);
                    for (std::size_t key = 0; key < 5; ++key)
                        if ((set >> key & 1U) != 0) shares[key] += of(5 - size);
                }
                all += score;
                EXPECT_EQ(found->scores[record], score) << seed << ' ' << record;
                EXPECT_EQ(
                    found->smallest[record] == 0 ? 99 : std::popcount(found->smallest[record]),
                    static_cast<int>(smallest));
            }
            for (std::size_t key = 0; key < 5 && all > 0; ++key)
                EXPECT_NEAR(found->key_shares[key], shares[key] / all, 1e-12);
        }
    }
}

// Two uniques, and two records in a pair.
TEST(Suda2, ScoresOfAHandExample) {
    const KeyTable table =
        keys_of({{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {1, 0, 0}, {0, 1, 1}, {2, 2, 2}, {2, 2, 2}});
    const auto found = suda2(table);
    ASSERT_TRUE(found);
    // Record 3 by its first key alone; record 4 by its second or its third.
    EXPECT_EQ(found->scores, (std::vector<double>{0, 0, 0, 2, 4, 0, 0}));
    EXPECT_EQ(found->uniques, 2U);
    EXPECT_EQ(found->paired, 2U);
    EXPECT_NEAR(found->dis, 0.02 / (0.02 + 2 * 0.99), 1e-12);
    const double q = 1.25;
    const double inverse = std::pow(2, -q) + std::pow(4, -q);
    const double adjusted = (2 / found->dis - 2) / (std::pow(4, q) * inverse);
    EXPECT_NEAR(found->dis_scores[4], 1 / (1 + adjusted), 1e-12);
    const auto relative = suda2(table, {.scores = SudaScores::relative});
    EXPECT_NEAR(relative->scores[3], 3.0 * 1 * 2 / 6, 1e-12);
}

TEST(Suda2, FewKeysCountAsThree) {
    const auto found = suda2(keys_of({{0}, {0}, {1}}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->scores, (std::vector<double>{0, 0, 2}));
}

}  // namespace
}  // namespace mtm
