// Local suppression against a count of every pair of records, on random tables; against the fewest
// cells found by trying all; and against the example of sdcMicro's frequency counts.
#include "anonymity/local_suppression.h"

#include <algorithm>
#include <bit>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

KeyTable table_of(const std::vector<std::vector<std::int32_t>>& records) {
    KeyTable out;
    for (std::size_t j = 0; j < records.at(0).size(); ++j) {
        KeyVariable key;
        key.name = "key" + std::to_string(j);
        for (const auto& record : records) {
            key.codes.push_back(record[j]);
            key.categories = std::max(key.categories, record[j] + 1);
        }
        out.keys.push_back(key);
    }
    return out;
}

KeyTable random_table(Random& random, std::size_t records, std::size_t keys, double missing) {
    KeyTable out;
    for (std::size_t j = 0; j < keys; ++j) {
        KeyVariable key;
        key.name = "key" + std::to_string(j);
        key.categories = static_cast<std::int32_t>(random.between(1, 6));
        for (std::size_t r = 0; r < records; ++r)
            key.codes.push_back(random.chance(missing)
                                    ? missing_key
                                    : static_cast<std::int32_t>(
                                          random.below(static_cast<std::size_t>(key.categories))));
        out.keys.push_back(key);
    }
    return out;
}

bool agree(
    const KeyTable& table, std::size_t a, std::size_t b, std::uint32_t within, BlankMeaning blank) {
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        if ((within >> j & 1) == 0) continue;
        const std::int32_t x = table.keys[j].codes[a];
        const std::int32_t y = table.keys[j].codes[b];
        const bool either = x == missing_key || y == missing_key;
        if (x != y && !(blank == BlankMeaning::any_value && either)) return false;
    }
    return true;
}

// By the definition: every pair in every combination of `size` keys.
std::vector<std::size_t> below_by_pairs(const KeyTable& table,
                                        std::size_t k,
                                        BlankMeaning blank,
                                        std::size_t size) {
    const std::size_t keys = table.keys.size();
    if (size == 0) size = keys;
    std::vector<std::size_t> out;
    for (std::size_t a = 0; a < table.records(); ++a) {
        bool is_below = false;
        for (std::uint32_t within = 0; within < (1U << keys); ++within) {
            if (static_cast<std::size_t>(std::popcount(within)) != size) continue;
            std::size_t agreeing = 0;
            for (std::size_t b = 0; b < table.records(); ++b)
                agreeing += agree(table, a, b, within, blank) ? 1 : 0;
            is_below = is_below || agreeing < k;
        }
        if (is_below) out.push_back(a);
    }
    return out;
}

void expect_counts_are_of_cells(const KeyTable& table, const LocalSuppression& result) {
    std::vector<std::size_t> by_key(table.keys.size());
    std::vector<bool> touched(table.records());
    std::vector<bool> seen(table.records() * table.keys.size());
    for (const BlankedCell& cell : result.cells) {
        EXPECT_NE(table.keys[cell.key].codes[cell.record], missing_key);
        EXPECT_FALSE(seen[cell.record * table.keys.size() + cell.key]);
        seen[cell.record * table.keys.size() + cell.key] = true;
        ++by_key[cell.key];
        touched[cell.record] = true;
    }
    EXPECT_EQ(result.by_key, by_key);
    EXPECT_EQ(result.records_touched, static_cast<std::size_t>(std::ranges::count(touched, true)));
}

const std::vector<BlankMeaning> both{BlankMeaning::own_category, BlankMeaning::any_value};

TEST(LocalSuppression, EveryRecordAgreesWithKCountedByPairs) {
    Random random(11);
    for (int trial = 0; trial < 600; ++trial) {
        const std::size_t keys = 1 + random.below(5);
        const KeyTable table =
            random_table(random, 5 + random.below(60), keys, trial % 3 == 0 ? 0.15 : 0);
        SuppressionSettings settings{.k = 1 + random.below(5)};
        settings.combination_size = random.below(keys + 1);
        if (random.chance(0.5))
            for (std::size_t j = 0; j < keys; ++j)
                settings.importance.push_back(0.5 + 3 * random.uniform());
        for (const BlankMeaning blank : both) {
            settings.blank = blank;
            const auto result = suppress_locally(table, settings);
            ASSERT_TRUE(result) << result.error().message;
            const KeyTable published = with_blanks(table, result->cells);
            EXPECT_EQ(below_by_pairs(published, settings.k, blank, settings.combination_size),
                      std::vector<std::size_t>{})
                << trial;
            expect_counts_are_of_cells(table, *result);
        }
    }
}

TEST(LocalSuppression, RecordsBelowAreThoseCountedByPairs) {
    Random random(12);
    for (int trial = 0; trial < 300; ++trial) {
        const std::size_t keys = 1 + random.below(5);
        const KeyTable table = random_table(random, 1 + random.below(50), keys, 0.2);
        const std::size_t k = 1 + random.below(6);
        const std::size_t size = random.below(keys + 1);
        for (const BlankMeaning blank : both)
            EXPECT_EQ(records_below(table, k, blank, size, 1 + trial % 3).value(),
                      below_by_pairs(table, k, blank, size));
    }
}

// A person's own values, all known, fit k printed records at least: the promise that a blank of
// its own category makes, and that any_value does not.
TEST(LocalSuppression, WhoKnowsAllKeysFindsKRecordsOnlyWhereABlankIsItsOwnCategory) {
    Random random(13);
    std::size_t found_by_any_value = 0;
    for (int trial = 0; trial < 100; ++trial) {
        const KeyTable table = random_table(random, 40, 4, 0);
        for (const BlankMeaning blank : both) {
            const auto result = suppress_locally(table, {.k = 3, .blank = blank});
            ASSERT_TRUE(result);
            const KeyTable published = with_blanks(table, result->cells);
            for (std::size_t a = 0; a < table.records(); ++a) {
                std::size_t fitting = 0;
                for (std::size_t b = 0; b < table.records(); ++b) {
                    bool fits = true;
                    for (std::size_t j = 0; j < 4; ++j) {
                        const std::int32_t printed = published.keys[j].codes[b];
                        fits =
                            fits && (printed == missing_key || printed == table.keys[j].codes[a]);
                    }
                    fitting += fits ? 1 : 0;
                }
                if (blank == BlankMeaning::own_category)
                    EXPECT_GE(fitting, 3U);
                else
                    found_by_any_value += fitting < 3 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(found_by_any_value, 0U);
}

// sdcMicro 5.8.1, freqCalc with alpha = 1: 4 4 2 3 3 6 5.
TEST(LocalSuppression, AMissingValueMatchesEverythingAsInSdcMicro) {
    const KeyTable table = table_of({{1, 1}, {1, 1}, {1, 2}, {2, 1}, {2, 1}, {-1, 1}, {1, -1}});
    const auto below = [&table](std::size_t k) {
        return records_below(table, k, BlankMeaning::any_value).value();
    };
    EXPECT_EQ(below(2), (std::vector<std::size_t>{}));
    EXPECT_EQ(below(3), (std::vector<std::size_t>{2}));
    EXPECT_EQ(below(4), (std::vector<std::size_t>{2, 3, 4}));
    EXPECT_EQ(below(5), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(below(6), (std::vector<std::size_t>{0, 1, 2, 3, 4, 6}));
}

TEST(LocalSuppression, TheExampleOfTheHeaderLeavesOneThatAnyValueDoesNotHide) {
    const KeyTable table = table_of({{0, 2}, {0, 1}, {0, 1}});
    const auto weak = suppress_locally(table, {.k = 2, .blank = BlankMeaning::any_value});
    EXPECT_EQ(weak->cells, (std::vector<BlankedCell>{{0, 1}}));
    const auto strict = suppress_locally(table, {.k = 2});
    EXPECT_EQ(strict->by_key, (std::vector<std::size_t>{0, 3}));
}

TEST(LocalSuppression, AGroupBlanksOnlyAsManyAsTheRestNeeds) {
    const KeyTable table = table_of({{1, 0}, {1, 1}, {1, 2}, {0, 0}, {0, 0}, {0, 0}});
    const auto result = suppress_locally(table, {.k = 3, .blank = BlankMeaning::any_value});
    EXPECT_EQ(result->by_key, (std::vector<std::size_t>{0, 2}));
}

// The fewest cells that keep the promise, by trying every set of cells.
std::size_t fewest_cells(const KeyTable& table, std::size_t k, BlankMeaning blank) {
    const std::size_t keys = table.keys.size();
    const std::size_t cells = table.records() * keys;
    std::size_t best = cells;
    for (std::uint32_t chosen = 0; chosen < (1U << cells); ++chosen) {
        const auto size = static_cast<std::size_t>(std::popcount(chosen));
        if (size >= best) continue;
        std::vector<BlankedCell> blanks;
        for (std::uint32_t c = 0; c < cells; ++c)
            if ((chosen >> c & 1) != 0)
                blanks.push_back(
                    {c / static_cast<std::uint32_t>(keys), c % static_cast<std::uint32_t>(keys)});
        if (below_by_pairs(with_blanks(table, blanks), k, blank, 0).empty()) best = size;
    }
    return best;
}

TEST(LocalSuppression, SmallTablesLoseLittleMoreThanTheFewestCells) {
    Random random(14);
    for (const BlankMeaning blank : both) {
        std::size_t ours = 0;
        std::size_t fewest = 0;
        for (int trial = 0; trial < 30; ++trial) {
            const KeyTable table = random_table(random, 4, 3, 0);
            const auto result = suppress_locally(table, {.k = 2, .blank = blank});
            const std::size_t least = fewest_cells(table, 2, blank);
            EXPECT_GE(result->cells.size(), least);
            ours += result->cells.size();
            fewest += least;
        }
        EXPECT_LE(static_cast<double>(ours), 1.25 * static_cast<double>(fewest));
    }
}

TEST(LocalSuppression, IsTheSameEveryTimeAndWithAnyNumberOfThreads) {
    Random random(15);
    const KeyTable table = random_table(random, 120'000, 6, 0.01);
    for (const BlankMeaning blank : both) {
        const auto one = suppress_locally(table, {.k = 40, .blank = blank, .threads = 1});
        for (const int threads : {1, 2, 5})
            EXPECT_EQ(*one,
                      *suppress_locally(table, {.k = 40, .blank = blank, .threads = threads}));
    }
}

TEST(LocalSuppression, OrderOfTheRecordsDoesNotChangeHowManyCellsGo) {
    Random random(16);
    const KeyTable table = random_table(random, 200, 4, 0);
    std::vector<std::size_t> order(200);
    for (std::size_t r = 0; r < order.size(); ++r)
        order[r] = r;
    random.shuffle(order);
    KeyTable shuffled = table;
    for (std::size_t j = 0; j < 4; ++j)
        for (std::size_t r = 0; r < order.size(); ++r)
            shuffled.keys[j].codes[r] = table.keys[j].codes[order[r]];
    EXPECT_EQ(suppress_locally(table, {.k = 3})->by_key,
              suppress_locally(shuffled, {.k = 3})->by_key);
}

TEST(LocalSuppression, WhatIsWorthMoreStays) {
    Random random(17);
    const KeyTable table = random_table(random, 300, 3, 0);
    for (const BlankMeaning blank : both) {
        SuppressionSettings settings{.k = 4, .blank = blank};
        std::vector<std::size_t> blanks;
        for (const double importance : {0.2, 1.0, 5.0}) {
            settings.importance = {importance, 1, 1};
            blanks.push_back(suppress_locally(table, settings)->by_key[0]);
        }
        EXPECT_GE(blanks[0], blanks[1]);
        EXPECT_GE(blanks[1], blanks[2]);
        EXPECT_GT(blanks[0], blanks[2]);
    }
}

TEST(LocalSuppression, FixedCellsStayAndTheRestStillReachesK) {
    Random random(18);
    int refused = 0;
    int protected_tables = 0;
    for (int trial = 0; trial < 300; ++trial) {
        const KeyTable table = random_table(random, 10 + random.below(30), 3, 0.1);
        SuppressionSettings settings{.k = 2 + random.below(2), .blank = both[trial % 2 == 0]};
        settings.combination_size = random.below(3);
        if (random.chance(0.4)) settings.fixed_keys = {random.below(3)};
        for (std::size_t i = 0; i < 6; ++i)
            settings.fixed_cells.push_back({random.below(table.records()), random.below(3)});
        const auto result = suppress_locally(table, settings);
        if (!result) {
            EXPECT_NE(result.error().message.find("have to stay"), std::string::npos);
            ++refused;
            continue;
        }
        ++protected_tables;
        const KeyTable published = with_blanks(table, result->cells);
        EXPECT_TRUE(below_by_pairs(published, settings.k, settings.blank, settings.combination_size)
                        .empty());
        for (const BlankedCell& cell : result->cells) {
            EXPECT_EQ(std::ranges::count(settings.fixed_keys, cell.key), 0);
            for (const FixedCell& fixed : settings.fixed_cells)
                EXPECT_FALSE(fixed.record == cell.record && fixed.key == cell.key);
        }
    }
    EXPECT_GT(refused, 0);
    EXPECT_GT(protected_tables, 100);
}

// With whole keys fixed, what can be reached is known: blank all the rest and count.
TEST(LocalSuppression, ItRefusesFixedKeysExactlyWhereBlankingAllOthersDoesNotSuffice) {
    Random random(19);
    int refused = 0;
    for (int trial = 0; trial < 300; ++trial) {
        const KeyTable table = random_table(random, 12 + random.below(30), 4, 0.05);
        SuppressionSettings settings{.k = 3, .blank = both[trial % 2 == 0]};
        settings.fixed_keys = {random.below(4), random.below(4)};
        std::vector<BlankedCell> others;
        for (std::uint32_t r = 0; r < table.records(); ++r)
            for (std::uint32_t j = 0; j < 4; ++j)
                if (std::ranges::count(settings.fixed_keys, j) == 0) others.push_back({r, j});
        const bool possible =
            below_by_pairs(with_blanks(table, others), settings.k, settings.blank, 0).empty();
        EXPECT_EQ(suppress_locally(table, settings).has_value(), possible) << trial;
        refused += possible ? 0 : 1;
    }
    EXPECT_GT(refused, 10);
    EXPECT_LT(refused, 290);
}

TEST(LocalSuppression, ManyKeysEndToo) {
    Random random(20);
    const KeyTable table = random_table(random, 300, 20, 0.05);
    for (const BlankMeaning blank : both) {
        const auto result = suppress_locally(table, {.k = 3, .blank = blank});
        ASSERT_TRUE(result);
        EXPECT_TRUE(records_below(with_blanks(table, result->cells), 3, blank)->empty());
    }
}

TEST(LocalSuppression, WideKeysAreComparedWhole) {
    KeyTable table = table_of({{0, 0}, {0, 0}, {0, 0}, {0, 0}});
    for (KeyVariable& key : table.keys)
        key.categories = 2'000'000'000;
    table.keys[1].codes = {7, 1'999'999'999, 7, 1'999'999'999};
    table.keys.push_back(table.keys[1]);
    EXPECT_TRUE(records_below(table, 2, BlankMeaning::own_category)->empty());
    EXPECT_EQ(records_below(table, 3, BlankMeaning::own_category)->size(), 4U);
    EXPECT_EQ(suppress_locally(table, {.k = 3})->by_key, (std::vector<std::size_t>{0, 4, 4}));
}

TEST(LocalSuppression, WhatCannotBeIsSaid) {
    const KeyTable two = table_of({{0, 1}, {1, 0}});
    const auto message = [](const auto& result) {
        return result ? std::string("no error") : result.error().message;
    };
    EXPECT_EQ(message(suppress_locally(two, {.k = 3})),
              "2 records cannot agree with 3 each: take a smaller k, or publish no records");
    EXPECT_EQ(message(suppress_locally(two, {.k = 0})), "k has to be 1 or more");
    EXPECT_EQ(message(suppress_locally(two, {.k = 2, .combination_size = 3})),
              "combinations of 3 keys: there are 2");
    EXPECT_EQ(message(suppress_locally(two, {.k = 2, .importance = {1}})),
              "1 numbers of importance for 2 keys");
    EXPECT_EQ(message(suppress_locally(two, {.k = 2, .importance = {1, 0}})),
              "importance has to be above 0; list a key that must stay in fixed_keys");
    KeyTable broken = two;
    broken.keys[1].codes[1] = 5;
    EXPECT_EQ(message(suppress_locally(broken, {.k = 2})),
              "key key1, record 2: code 5 is not among its 2 categories");
    SuppressionSettings fixed{.k = 2};
    fixed.fixed_keys = {0};
    EXPECT_NE(message(suppress_locally(two, fixed)).find("record 1"), std::string::npos);
    EXPECT_TRUE(suppress_locally(KeyTable{}, {.k = 3})->cells.empty());
}

}  // namespace
}  // namespace mtm
