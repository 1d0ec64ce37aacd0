// Counts of who could be whom against every pair, on tables of few classes of missing keys, which
// are looked up, and of many, which are compared; with any number of threads.
#include "anonymity/compatible_counts.h"

#include <limits>

#include <gtest/gtest.h>

#include "anonymity/blank_sets.h"
#include "base/random.h"

namespace mtm {
namespace {

KeyTable keys_with_missing(Random& random, std::size_t records, std::size_t keys) {
    KeyTable out;
    for (std::size_t j = 0; j < keys; ++j) {
        KeyVariable key;
        key.name = "key";
        key.categories = static_cast<std::int32_t>(random.between(2, 12));
        for (std::size_t r = 0; r < records; ++r)
            key.codes.push_back(random.chance(0.15)
                                    ? missing_key
                                    : static_cast<std::int32_t>(
                                          random.below(static_cast<std::size_t>(key.categories))));
        out.keys.push_back(key);
    }
    return out;
}

std::vector<std::size_t> counted_by_pairs(const KeyTable& table,
                                          const std::vector<std::uint32_t>& counts,
                                          KeySet within) {
    std::vector<std::size_t> out(table.records());
    for (std::size_t a = 0; a < table.records(); ++a) {
        for (std::size_t b = 0; b < table.records(); ++b) {
            bool could_be = true;
            for (std::size_t j = 0; j < table.keys.size(); ++j) {
                const std::int32_t x = table.keys[j].codes[a];
                const std::int32_t y = table.keys[j].codes[b];
                if ((within >> j & 1) != 0 && x != y && x != missing_key && y != missing_key)
                    could_be = false;
            }
            if (could_be) out[a] += counts[b];
        }
    }
    return out;
}

void expect_counts_of_pairs(std::size_t records, std::size_t keys, std::uint64_t seed) {
    Random random(seed);
    const KeyTable table = keys_with_missing(random, records, keys);
    const PackedPatterns patterns = PackedPatterns::create(table).value();
    std::vector<std::uint32_t> counts;
    for (std::size_t r = 0; r < records; ++r)
        counts.push_back(static_cast<std::uint32_t>(random.between(1, 3)));
    for (const KeySet within : {all_keys(keys), all_keys(keys) & ~KeySet{2}}) {
        const std::vector<std::size_t> expected = counted_by_pairs(table, counts, within);
        const CompatibleCounts compatible(patterns, counts, within);
        for (const int threads : {1, 3}) {
            std::vector<std::size_t> all(records);
            const std::size_t work =
                compatible.add_to(all, patterns, std::numeric_limits<std::size_t>::max(), threads);
            EXPECT_EQ(all, expected);
            EXPECT_EQ(work, compatible.work_of(patterns));
            std::vector<std::size_t> enough(records);
            (void)compatible.add_to(enough, patterns, 4, threads);
            for (std::size_t r = 0; r < records; ++r) {
                if (expected[r] < 4) {
                    EXPECT_EQ(enough[r], expected[r]);
                } else {
                    EXPECT_GE(enough[r], 4U);
                }
                EXPECT_LE(enough[r], expected[r]);
            }
        }
    }
}

TEST(CompatibleCounts, OfFewClassesAreThoseOfPairs) {
    expect_counts_of_pairs(1500, 2, 61);
    expect_counts_of_pairs(1500, 3, 62);
}

TEST(CompatibleCounts, OfManyClassesAreThoseOfPairs) {
    expect_counts_of_pairs(300, 9, 63);
    expect_counts_of_pairs(800, 14, 64);
    expect_counts_of_pairs(1, 4, 65);
}

TEST(CompatibleCounts, OfManyRecordsAndFewClassesDoNotDependOnThreads) {
    Random random(66);
    const KeyTable table = keys_with_missing(random, 200'000, 3);
    const PackedPatterns patterns = PackedPatterns::create(table).value();
    const std::vector<std::uint32_t> ones(table.records(), 1);
    const CompatibleCounts compatible(patterns, ones, all_keys(3));
    std::vector<std::size_t> one(table.records());
    std::vector<std::size_t> four(table.records());
    (void)compatible.add_to(one, patterns, 1'000'000, 1);
    (void)compatible.add_to(four, patterns, 1'000'000, 4);
    EXPECT_EQ(one, four);
}

}  // namespace
}  // namespace mtm
