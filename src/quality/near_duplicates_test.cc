#include "quality/near_duplicates.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"
#include "quality/near_pairs.h"

namespace mtm {
namespace {

using Columns = std::vector<std::vector<std::int32_t>>;

std::vector<std::span<const std::int32_t>> spans(const Columns& columns) {
    return {columns.begin(), columns.end()};
}

std::vector<std::int32_t> row_of(const Columns& columns, std::size_t r) {
    std::vector<std::int32_t> out;
    for (const auto& column : columns)
        out.push_back(column[r]);
    return out;
}

// Answers that repeat enough for pairs to be near; some columns with more entries than a byte or
// two tell apart, some with more missing than answered.
Columns random_columns(Random& random, std::size_t rows, std::size_t columns) {
    const std::vector<std::size_t> sizes{1, 2, 3, 5, 254, 255, 300, 64'769, 64'770, 20'000'000};
    Columns out(columns, std::vector<std::int32_t>(rows));
    for (auto& column : out) {
        const std::size_t entries = sizes[random.below(sizes.size())];
        const double missing = random.chance(0.3) ? 0.8 : random.uniform() * 0.4;
        for (std::int32_t& code : column) {
            const std::size_t drawn = random.chance(0.5) ? entries - 1 : random.below(entries);
            code = random.chance(missing) ? -1 - static_cast<std::int32_t>(random.below(3))
                                          : static_cast<std::int32_t>(drawn);
        }
    }
    for (std::size_t copies = rows / 4; copies > 0; --copies) {
        const std::size_t from = random.below(rows);
        const std::size_t to = random.below(rows);
        for (auto& column : out) {
            if (random.chance(0.9)) column[to] = column[from];
        }
    }
    return out;
}

NearPair compare_plainly(const Columns& columns, std::uint32_t a, std::uint32_t b) {
    NearPair out{.first = a, .second = b};
    for (const auto& column : columns) {
        if (column[a] < 0 && column[b] < 0) continue;
        ++out.compared;
        if (column[a] == column[b]) ++out.same;
    }
    return out;
}

bool is_listed_plainly(const NearPair& pair, const NearDuplicateOptions& options) {
    return options.by == Nearness::share ? pair.share() >= options.minimum_share
                                         : pair.differences() <= options.maximum_differences;
}

bool is_nearer_plainly(const NearestRow& a, const NearestRow& b, Nearness by) {
    if (b.row == NearestRow::none) return true;
    if (by == Nearness::share && a.share() != b.share()) return a.share() > b.share();
    if (by == Nearness::differences && a.differences() != b.differences())
        return a.differences() < b.differences();
    return a.compared != b.compared ? a.compared > b.compared : a.row < b.row;
}

// The definition: a double loop.
NearDuplicates plain_double_loop(const Columns& columns, const NearDuplicateOptions& options) {
    NearDuplicates out;
    const auto rows = static_cast<std::uint32_t>(columns.empty() ? 0 : columns.front().size());
    out.nearest.resize(rows);
    for (std::uint32_t a = 0; a < rows; ++a) {
        for (std::uint32_t b = a + 1; b < rows; ++b) {
            const NearPair pair = compare_plainly(columns, a, b);
            if (pair.compared == 0 || pair.compared < options.minimum_compared) continue;
            const NearestRow of_a{.row = b, .same = pair.same, .compared = pair.compared};
            const NearestRow of_b{.row = a, .same = pair.same, .compared = pair.compared};
            if (is_nearer_plainly(of_a, out.nearest[a], options.by)) out.nearest[a] = of_a;
            if (is_nearer_plainly(of_b, out.nearest[b], options.by)) out.nearest[b] = of_b;
            if (is_listed_plainly(pair, options)) out.pairs.push_back(pair);
        }
    }
    std::ranges::sort(out.pairs, [&](const NearPair& x, const NearPair& y) {
        return is_nearer(options.by, x, y);
    });
    if (out.pairs.size() > options.pairs_at_most) {
        out.pairs.resize(options.pairs_at_most);
        out.more_pairs = true;
    }
    return out;
}

void expect_same(const NearDuplicates& found, const NearDuplicates& expected) {
    EXPECT_EQ(found.nearest, expected.nearest);
    EXPECT_EQ(found.pairs, expected.pairs);
    EXPECT_EQ(found.more_pairs, expected.more_pairs);
}

NearDuplicateOptions random_options(Random& random) {
    NearDuplicateOptions out;
    out.by = random.chance(0.5) ? Nearness::share : Nearness::differences;
    out.minimum_share = random.chance(0.2) ? 0 : random.uniform();
    if (random.chance(0.2)) out.minimum_share = 1;
    out.maximum_differences = static_cast<std::uint32_t>(random.below(20));
    out.minimum_compared = static_cast<std::uint32_t>(random.below(6));
    out.pairs_at_most = random.chance(0.3) ? random.below(10) : 100'000;
    out.threads = static_cast<unsigned>(random.below(5));
    return out;
}

TEST(NearDuplicates, AgreesWithAPlainDoubleLoop) {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Random random(seed);
        const std::size_t columns = seed % 10 == 9 ? 200 + random.below(500) : random.below(80);
        const Columns data = random_columns(random, random.below(220), columns);
        const NearDuplicateOptions options = random_options(random);
        const NearDuplicates found = find_near_duplicates(spans(data), options);
        EXPECT_TRUE(found.exact);
        expect_same(found, plain_double_loop(data, options));
    }
}

TEST(NearDuplicates, ManyPairsAreCutToTheNearestWhateverTheThreads) {
    Random random(5);
    const Columns data = random_columns(random, 400, 12);
    NearDuplicateOptions options{.minimum_share = 0.3, .minimum_compared = 2, .pairs_at_most = 7};
    const NearDuplicates expected = plain_double_loop(data, options);
    ASSERT_TRUE(expected.more_pairs);
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
        options.threads = threads;
        expect_same(find_near_duplicates(spans(data), options), expected);
    }
}

TEST(NearDuplicates, AnAnswerDiffersFromNoneAndTwoWithoutAreNotCompared) {
    const Columns data{{0, 0}, {1, -1}, {-1, -2}, {-1, 3}, {2, 4}};
    const NearDuplicates found = find_near_duplicates(spans(data), {.minimum_compared = 1});
    ASSERT_EQ(found.nearest.size(), 2U);
    EXPECT_EQ(found.nearest[0], (NearestRow{.row = 1, .same = 1, .compared = 4}));
    EXPECT_DOUBLE_EQ(found.nearest[0].share(), 0.25);
    EXPECT_EQ(found.nearest[1].differences(), 3U);
    EXPECT_TRUE(found.pairs.empty());
}

TEST(NearDuplicates, PairsWithTooLittleToCompareArePassedOver) {
    const Columns data{{0, 0, 0}, {1, 1, -1}, {-1, -1, 5}};
    NearDuplicateOptions options{.minimum_compared = 3};
    NearDuplicates found = find_near_duplicates(spans(data), options);
    EXPECT_EQ(found.nearest[0], (NearestRow{.row = 2, .same = 1, .compared = 3}));
    EXPECT_TRUE(found.pairs.empty());
    options.minimum_compared = 2;
    found = find_near_duplicates(spans(data), options);
    EXPECT_EQ(found.nearest[0], (NearestRow{.row = 1, .same = 2, .compared = 2}));
    EXPECT_EQ(found.pairs.size(), 1U);
}

TEST(NearDuplicates, IdenticalInterviewsPointAtTheFirst) {
    const Columns data(30, std::vector<std::int32_t>(200, 3));
    const NearDuplicates found = find_near_duplicates(spans(data), {.pairs_at_most = 50});
    EXPECT_EQ(found.nearest[0].row, 1U);
    for (std::size_t r = 1; r < 200; ++r)
        EXPECT_EQ(found.nearest[r], (NearestRow{.row = 0, .same = 30, .compared = 30}));
    EXPECT_EQ(found.pairs.size(), 50U);
    EXPECT_EQ(found.pairs[49], (NearPair{.first = 0, .second = 50, .same = 30, .compared = 30}));
    EXPECT_TRUE(found.more_pairs);
}

TEST(NearDuplicates, WithoutAnswersNothingIsNear) {
    const Columns missing(12, std::vector<std::int32_t>(70, -1));
    NearDuplicates found = find_near_duplicates(spans(missing), {.minimum_compared = 1});
    for (const NearestRow& nearest : found.nearest)
        EXPECT_EQ(nearest.row, NearestRow::none);
    EXPECT_TRUE(found.pairs.empty());

    EXPECT_TRUE(find_near_duplicates({}, {}).nearest.empty());
    found = find_near_duplicates(spans(Columns(12)), {});
    EXPECT_TRUE(found.nearest.empty());
    EXPECT_TRUE(found.exact);
}

// What each instruction set counts, and that nothing is given up that matters.
TEST(NearDuplicates, EveryInstructionSetCountsTheSame) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Random random(seed + 1000);
        const Columns data =
            random_columns(random, 1 + random.below(64), seed % 6 == 0 ? 600 : random.below(70));
        if (data.empty()) continue;
        const auto order = most_telling_first(agreement_by_column(spans(data)));
        const AnswerRows rows(spans(data), order);
        AnswerTiles tiles(rows.coding.planes());
        for (std::size_t r = 0; r < rows.count; ++r)
            tiles.append(rows.row(r));
        std::vector<std::uint16_t> lanes(AnswerTiles::lanes);
        for (std::uint16_t& reach : lanes)
            reach = static_cast<std::uint16_t>(random.below(65536));
        const auto reach = static_cast<std::uint16_t>(random.below(65536));
        const Nearness by = seed % 2 == 0 ? Nearness::share : Nearness::differences;
        ComparedRow row;
        row.prepare(rows.coding, order, rows.row(0));
        for (const NamedTileCompare& each : tile_compares()) {
            SCOPED_TRACE(std::string(each.name) + ", seed " + std::to_string(seed));
            LaneCounts counts;
            const bool any = each.compare(row, tiles.tile(0), by, reach, lanes.data(), counts);
            for (std::uint32_t r = 0; r < rows.count; ++r) {
                const NearPair pair = compare_plainly(data, 0, r);
                const std::uint16_t needed = std::min(reach, lanes[r]);
                if (any) {
                    EXPECT_EQ(counts.same[r], pair.same);
                    EXPECT_EQ(counts.compared[r], pair.compared);
                } else {
                    EXPECT_LT(reach_of(by, pair.same, pair.compared), needed);
                }
            }
        }
    }
}

// Rows that have nothing to do with each other, except for planted copies with so many answers
// changed: row 2k+1 of row 2k.
Columns with_planted_copies(std::size_t rows, std::size_t planted, std::size_t differences) {
    Random random(99);
    Columns out(60, std::vector<std::int32_t>(rows));
    for (std::size_t c = 0; c < out.size(); ++c) {
        for (std::int32_t& code : out[c])
            code = static_cast<std::int32_t>(random.below(2 + c % 7)) - (c % 5 == 0 ? 1 : 0);
    }
    std::vector<std::size_t> places(out.size());
    for (std::size_t c = 0; c < places.size(); ++c)
        places[c] = c;
    for (std::size_t k = 0; k < planted; ++k) {
        for (auto& column : out)
            column[2 * k + 1] = column[2 * k];
        random.shuffle(places);
        for (std::size_t d = 0; d < differences; ++d)
            out[places[d]][2 * k + 1] += 10;
    }
    return out;
}

TEST(NearDuplicates, ManyRowsAreComparedWhereTheyLookNear) {
    constexpr std::size_t planted = 300;
    NearDuplicateOptions options{.minimum_share = 0.8, .exact_up_to_rows = 0, .threads = 2};
    for (const auto& [differences, at_least] :
         std::vector<std::pair<std::size_t, double>>{{0, 1}, {3, 1}, {6, 0.99}, {9, 0.95}}) {
        const Columns data = with_planted_copies(20'000, planted, differences);
        const NearDuplicates found = find_near_duplicates(spans(data), options);
        EXPECT_FALSE(found.exact);
        std::size_t hits = 0;
        for (std::uint32_t k = 0; k < planted; ++k) {
            hits += found.nearest[2 * k].row == 2 * k + 1;
            const NearestRow& nearest = found.nearest[2 * k];
            if (nearest.row != NearestRow::none) {
                const NearPair pair = compare_plainly(data, 2 * k, nearest.row);
                EXPECT_EQ(nearest.same, pair.same);
                EXPECT_EQ(nearest.compared, pair.compared);
            }
        }
        EXPECT_GE(static_cast<double>(hits), at_least * planted) << differences;
        EXPECT_GE(static_cast<double>(found.pairs.size()), at_least * planted);
    }
}

TEST(NearDuplicates, WhatLooksNearDependsOnTheSeedAlone) {
    const Columns data = with_planted_copies(3'000, 100, 15);
    NearDuplicateOptions options{
        .minimum_share = 0.5, .pairs_at_most = 40, .exact_up_to_rows = 0, .tables = 5};
    const NearDuplicates expected = find_near_duplicates(spans(data), options);
    EXPECT_TRUE(expected.more_pairs);
    for (const unsigned threads : {2U, 5U, 9U}) {
        options.threads = threads;
        expect_same(find_near_duplicates(spans(data), options), expected);
    }
    options.seed = 2;
    EXPECT_NE(find_near_duplicates(spans(data), options).nearest, expected.nearest);
}

// More identical rows than are compared with each other.
TEST(NearDuplicates, AThousandIdenticalAmongManyAreAllFound) {
    const Columns data(20, std::vector<std::int32_t>(1'000, 1));
    const NearDuplicates found =
        find_near_duplicates(spans(data), {.exact_up_to_rows = 0, .tables = 1});
    EXPECT_EQ(found.nearest[0].row, 1U);
    for (std::size_t r = 1; r < 1'000; ++r)
        ASSERT_EQ(found.nearest[r].row, 0U);
}

TEST(NearDuplicateIndex, FindsWhatAPlainLoopFinds) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Random random(seed + 5000);
        const Columns all = random_columns(random, 2 + random.below(300), 1 + random.below(70));
        const std::size_t rows = all.front().size();
        NearDuplicateOptions options = random_options(random);
        const std::size_t kept = random.below(rows);
        Columns first = all;
        for (auto& column : first)
            column.resize(kept);
        NearDuplicateIndex index(spans(first));
        for (std::size_t r = kept; r < rows; ++r) {
            const auto found = index.find(row_of(all, r), options);
            NearestRow nearest;
            std::vector<NearPair> pairs;
            for (std::uint32_t other = 0; other < r; ++other) {
                const NearPair pair = compare_plainly(all, other, static_cast<std::uint32_t>(r));
                if (pair.compared == 0 || pair.compared < options.minimum_compared) continue;
                const NearestRow row{.row = other, .same = pair.same, .compared = pair.compared};
                if (is_nearer_plainly(row, nearest, options.by)) nearest = row;
                if (is_listed_plainly(pair, options)) pairs.push_back(pair);
            }
            std::ranges::sort(pairs, [&](const NearPair& x, const NearPair& y) {
                return is_nearer(options.by, x, y);
            });
            EXPECT_EQ(found.nearest, nearest);
            EXPECT_EQ(found.more_pairs, pairs.size() > options.pairs_at_most);
            pairs.resize(std::min(pairs.size(), options.pairs_at_most));
            EXPECT_EQ(found.pairs, pairs);
            index.add(row_of(all, r));
        }
        EXPECT_EQ(index.rows(), rows);
    }
}

}  // namespace
}  // namespace mtm
