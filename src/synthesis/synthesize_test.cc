#include "synthesis/synthesize.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "synthesis/allocation_order.h"
#include "synthesis/invented_tables_for_test.h"
#include "synthesis/table_fit.h"

namespace mtm {
namespace {

using Scopes = std::vector<std::vector<std::size_t>>;

Synthesis made(const MarginalTables& tables, std::uint64_t seed = 1) {
    const Result<Synthesis> result =
        synthesize(tables, {.records = {}, .seed = seed, .proposals = {}});
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return result ? *result : Synthesis{};
}

std::vector<std::size_t> random_sizes(std::size_t variables, Random& random) {
    std::vector<std::size_t> sizes;
    for (std::size_t v = 0; v < variables; ++v)
        sizes.push_back(2 + random.below(5));
    return sizes;
}

/// A random acyclic set of tables: each hangs on one or two variables of one table before it.
Scopes random_join_tree(std::size_t variables, Random& random) {
    std::vector<std::size_t> names(variables);
    for (std::size_t v = 0; v < variables; ++v)
        names[v] = v;
    random.shuffle(names);
    Scopes scopes{{names[0], names[1]}};
    for (std::size_t v = 2; v < variables;) {
        std::vector<std::size_t> scope = scopes[random.below(scopes.size())];
        random.shuffle(scope);
        scope.resize(1 + random.below(std::min<std::size_t>(2, scope.size())));
        while (scope.size() < 3 && v < variables) {
            scope.push_back(names[v++]);
            if (random.chance(0.5)) break;
        }
        scopes.push_back(scope);
    }
    random.shuffle(scopes);
    return scopes;
}

void keep_distinct(Scopes& scopes) {
    std::set<std::vector<std::size_t>> seen;
    std::erase_if(scopes, [&](std::vector<std::size_t>& scope) {
        std::ranges::sort(scope);
        return !seen.insert(scope).second;
    });
}

TEST(Synthesize, MeetsDecomposableTablesExactlyWithoutRepair) {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Random random(seed);
        const std::size_t variables = 3 + random.below(8);
        const std::vector<std::size_t> sizes = random_sizes(variables, random);
        Scopes scopes = random_join_tree(variables, random);
        keep_distinct(scopes);
        const CodedRecords people = people_of(sizes, 20 + random.below(300), random);
        const MarginalTables tables = true_tables(people, variables_of_sizes(sizes), scopes);
        const Synthesis out = made(tables, seed);
        EXPECT_EQ(out.start_deviation, 0) << seed;
        EXPECT_EQ(missed_by(tables, out.records), 0) << seed;
        EXPECT_TRUE(out.contradictions.empty());
        EXPECT_EQ(out.records.size(), people.size());
    }
}

TEST(Synthesize, MeetsSingleVariablesExactlyAlongWithAllPairs) {
    std::size_t all_exact = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes = random_sizes(3 + random.below(3), random);
        Scopes scopes;
        for (std::size_t a = 0; a < sizes.size(); ++a) {
            for (std::size_t b = a + 1; b < sizes.size(); ++b)
                scopes.push_back({a, b});
        }
        const CodedRecords people = people_of(sizes, 50 + random.below(200), random);
        const MarginalTables tables = true_tables(people, variables_of_sizes(sizes), scopes);
        const Synthesis out = made(tables, seed);
        MarginalTables single = tables;
        single.tables.resize(sizes.size());
        EXPECT_EQ(missed_by(single, out.records), 0) << seed;
        EXPECT_EQ(missed_by(tables, out.records), out.deviation) << seed;
        EXPECT_LE(out.deviation, 24) << seed;
        all_exact += out.deviation == 0 ? 1 : 0;
    }
    EXPECT_GE(all_exact, 60U);
}

/// Skip logic: v1 and v2 are asked of those with v0 = 0 only, v3 of those with v2 = 1; category 0
/// is "not asked".
CodedRecords people_with_skips(std::size_t n, Random& random) {
    CodedRecords people{5, {}};
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t v0 = random.below(2);
        const std::size_t v1 = v0 == 0 ? 1 + random.below(3) : 0;
        const std::size_t v2 = v0 == 0 ? 1 + random.below(2) : 0;
        const std::size_t v3 = v2 == 1 ? 1 + random.below(3) : 0;
        for (const std::size_t code : {v0, v1, v2, v3, random.below(6)})
            people.codes.push_back(static_cast<std::uint8_t>(code));
    }
    return people;
}

TEST(Synthesize, NeverInventsWhatSkipLogicRulesOut) {
    const std::vector<TableVariable> variables = variables_of_sizes({2, 4, 3, 4, 6});
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        const CodedRecords people = people_with_skips(30 + random.below(200), random);
        Scopes scopes{{0, 1}, {0, 2}, {2, 3}, {0, 3}, {1, 2}, {1, 3}, {3, 4}, {1, 4}, {0, 4}};
        if (seed % 2 == 0) scopes.push_back({0, 2, 3});
        MarginalTables tables = true_tables(people, variables, scopes);
        const CodedRecords many = people_with_skips(5000, random);
        for (MarginalTable& table : tables.tables) {
            const std::vector<long long> ever = cell_counts(many, variables, table.variables);
            for (std::size_t c = 0; c < ever.size(); ++c) {
                if (ever[c] == 0) table.cells[c] = impossible_count();
            }
        }
        if (seed % 3 == 0) withhold_below(tables, 6);
        const Synthesis out = made(tables, seed);
        for (std::size_t r = 0; r < out.records.size(); ++r) {
            const auto row = out.records.row(r);
            EXPECT_EQ(row[0] == 1, row[1] == 0) << seed;
            EXPECT_EQ(row[0] == 1, row[2] == 0) << seed;
            EXPECT_EQ(row[2] == 1, row[3] != 0) << seed;
        }
    }
}

TEST(Synthesize, NeverInventsMoreThanTheBoundOfAWithheldCell) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes = random_sizes(5, random);
        Scopes scopes{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 4}, {0, 4}};
        if (seed % 2 == 0) scopes.push_back({1, 3, 4});
        const CodedRecords people = people_of(sizes, 100 + random.below(300), random);
        MarginalTables tables = true_tables(people, variables_of_sizes(sizes), scopes);
        withhold_below(tables, 10);
        const Synthesis out = made(tables, seed);
        for (const MarginalTable& table : tables.tables) {
            const std::vector<long long> counts =
                cell_counts(out.records, tables.variables, table.variables);
            for (std::size_t c = 0; c < counts.size(); ++c) {
                if (table.cells[c].kind != CellKind::withheld) continue;
                EXPECT_LE(counts[c], table.cells[c].high) << seed;
            }
        }
    }
}

TEST(Synthesize, KeepsToRoundedCounts) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes = random_sizes(5, random);
        MarginalTables tables = true_tables(
            people_of(sizes, 200, random), variables_of_sizes(sizes), {{0, 1}, {1, 2}, {2, 3, 4}});
        for (MarginalTable& table : tables.tables) {
            for (BoundedCount& cell : table.cells) {
                const long long base = (cell.low + 2) / 5 * 5;
                cell = rounded_count(std::max(0LL, base - 2), base + 2);
            }
        }
        EXPECT_EQ(missed_by(tables, made(tables, seed).records), 0) << seed;
    }
}

TEST(Synthesize, GivesTheSameRecordsForASeed) {
    Random random(3);
    const std::vector<std::size_t> sizes{3, 4, 2, 5};
    const MarginalTables tables = true_tables(
        people_of(sizes, 200, random), variables_of_sizes(sizes), {{0, 1}, {1, 2}, {0, 2}, {2, 3}});
    EXPECT_EQ(made(tables, 7).records, made(tables, 7).records);
    EXPECT_NE(made(tables, 7).records, made(tables, 8).records);
}

TEST(Synthesize, ScalesToAnotherNumberOfRecords) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes = random_sizes(4, random);
        const CodedRecords people = people_of(sizes, 400, random);
        const MarginalTables tables =
            true_tables(people, variables_of_sizes(sizes), {{0, 1}, {1, 2}});
        const Result<Synthesis> out =
            synthesize(tables, {.records = 100, .seed = seed, .proposals = {}});
        ASSERT_TRUE(out);
        EXPECT_EQ(out->records.size(), 100U);
        for (const MarginalTable& table : tables.tables) {
            const std::vector<long long> counts =
                cell_counts(out->records, tables.variables, table.variables);
            for (std::size_t c = 0; c < counts.size(); ++c)
                EXPECT_NEAR(static_cast<double>(counts[c]),
                            static_cast<double>(table.cells[c].low) / 4,
                            1.0)
                    << seed;
        }
    }
}

TEST(Synthesize, WithoutPairsDrawsThemApart) {
    MarginalTables tables{variables_of_sizes({2, 2}), {}, 10000};
    tables.tables.push_back({{0}, {known_count(5000), known_count(5000)}});
    const CodedRecords records = made(tables).records;  // nothing is known of v1
    const std::vector<long long> counts = cell_counts(records, tables.variables, {0, 1});
    for (const long long count : counts)
        EXPECT_NEAR(static_cast<double>(count), 2500, 200);
}

TEST(Synthesize, ContradictoryTablesAreMetAsNearlyAsTheySpeak) {
    MarginalTables tables{variables_of_sizes({2, 2}), {}, 10};
    tables.tables.push_back({{0}, {known_count(4), known_count(6)}});
    tables.tables.push_back(
        {{0, 1}, {known_count(3), known_count(3), known_count(2), known_count(2)}});
    const Synthesis out = made(tables);
    EXPECT_EQ(out.contradictions.size(), 1U);
    EXPECT_EQ(cell_counts(out.records, tables.variables, {0}), (std::vector<long long>{4, 6}));
    EXPECT_EQ(out.deviation, 4);  // at least two too few in the first row, two too many below
}

TEST(Synthesize, SaysWhichCellStandsInTheWay) {
    MarginalTables tables{variables_of_sizes({2, 2}), {}, 10};
    tables.tables.push_back(
        {{0, 1}, {withheld_count(2), withheld_count(2), impossible_count(), withheld_count(2)}});
    const Result<Synthesis> out = synthesize(tables);
    ASSERT_FALSE(out);
    EXPECT_NE(out.error().message.find("v0 = "), std::string::npos) << out.error().message;
    tables.total = 0;
    EXPECT_FALSE(synthesize(tables));
    tables.total = 10;
    EXPECT_FALSE(synthesize(tables, {.records = 0, .seed = 1, .proposals = {}}));
}

/// The fewest people off that any records could have: all sets of records are tried.
long long least_deviation(const MarginalTables& tables) {
    const std::size_t kinds = cells_over(tables.variables, {0, 1, 2});
    long long best = 1'000'000;
    std::vector<std::size_t> chosen(static_cast<std::size_t>(tables.total), 0);
    while (true) {
        CodedRecords records{3, {}};
        for (const std::size_t kind : chosen) {
            for (const std::size_t code : {kind / 4, kind / 2 % 2, kind % 2})
                records.codes.push_back(static_cast<std::uint8_t>(code));
        }
        best = std::min(best, missed_by(tables, records));
        std::size_t at = chosen.size();
        while (at > 0 && chosen[at - 1] == kinds - 1)
            --at;
        if (at == 0) return best;
        const std::size_t next = chosen[at - 1] + 1;
        for (std::size_t i = at - 1; i < chosen.size(); ++i)
            chosen[i] = next;
    }
}

TEST(Synthesize, FindsTheLeastDeviationOfSmallTables) {
    int met = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Random random(seed);
        const CodedRecords people = people_of({2, 2, 2}, 5, random);
        MarginalTables tables = true_tables(people, variables_of_sizes({2, 2, 2}), {});
        // A triangle of pairs of other people with as many in each category, so that all three may
        // or may not hold.
        for (const std::vector<std::size_t>& of : Scopes{{0, 1}, {1, 2}, {0, 2}}) {
            CodedRecords mixed = people;
            for (std::size_t v = 0; v < 3; ++v) {
                std::vector<std::uint8_t> column;
                for (std::size_t r = 0; r < 5; ++r)
                    column.push_back(people.row(r)[v]);
                random.shuffle(column);
                for (std::size_t r = 0; r < 5; ++r)
                    mixed.codes[r * 3 + v] = column[r];
            }
            tables.tables.push_back(true_table(mixed, tables.variables, of));
        }
        const long long least = least_deviation(tables);
        const long long found = made(tables, seed).deviation;
        EXPECT_GE(found, least) << seed;
        EXPECT_LE(found, least + 4) << seed;
        met += found == least ? 1 : 0;
    }
    EXPECT_GE(met, 50);
}

TEST(TableFit, TellsTheCostThatItThenHas) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes = random_sizes(4, random);
        const CodedRecords people = people_of(sizes, 60, random);
        MarginalTables tables =
            true_tables(people, variables_of_sizes(sizes), {{0, 1}, {1, 2}, {0, 2, 3}, {1, 3}});
        withhold_below(tables, 3);
        TableFit fit(tables, people_of(sizes, 60, random));
        for (int i = 0; i < 200; ++i) {
            const std::size_t v = random.below(4);
            const std::size_t a = random.below(60);
            const std::size_t b = random.below(60);
            if (random.chance(0.5)) {
                if (fit.code(a, v) == fit.code(b, v)) continue;
                const std::int64_t cost = fit.exchange_cost(v, a, b);
                fit.exchange(v, a, b);
                EXPECT_EQ(fit.exchange_cost(v, a, b), -cost) << seed;
            } else {
                const auto to = static_cast<std::uint8_t>(random.below(sizes[v]));
                const std::uint8_t from = fit.code(a, v);
                if (from == to) continue;
                const std::int64_t cost = fit.change_cost(v, a, to);
                fit.change(v, a, to);
                EXPECT_EQ(fit.change_cost(v, a, from), -cost) << seed;
            }
        }
        EXPECT_EQ(fit.deviation(), missed_by(tables, fit.records())) << seed;
        EXPECT_EQ(fit.deviation() == 0, fit.deviating_cells().empty());
        for (std::size_t v = 0; v < 4; ++v) {
            for (std::size_t c = 0; c < sizes[v]; ++c) {
                for (const std::uint32_t r : fit.having(v, static_cast<std::uint8_t>(c)))
                    EXPECT_EQ(fit.code(r, v), c);
            }
        }
    }
}

TEST(AllocationOrder, FollowsAJoinTree) {
    Random random(1);
    const std::vector<std::size_t> sizes{2, 3, 2, 3, 2};
    const MarginalTables tables = true_tables(
        people_of(sizes, 100, random), variables_of_sizes(sizes), {{0, 1, 2}, {1, 2, 3}, {3, 4}});
    const std::vector<AllocationStep> steps = allocation_order(tables);
    ASSERT_EQ(steps.size(), 5U);
    std::map<std::size_t, std::vector<std::size_t>> given;
    for (const AllocationStep& step : steps)
        given[step.variable] = step.given;
    EXPECT_TRUE(steps[0].given.empty());
    const bool from_left = given[3] == std::vector<std::size_t>{1, 2};
    const bool from_right = given[0] == std::vector<std::size_t>{1, 2};
    EXPECT_TRUE(from_left || from_right);
}

TEST(AllocationOrder, TakesTheStrongestPairsOfACircle) {
    MarginalTables tables{variables_of_sizes({2, 2, 2}), {}, 40};
    const auto pair = [](long long same) {
        return std::vector<BoundedCount>{
            known_count(same), known_count(20 - same), known_count(20 - same), known_count(same)};
    };
    tables.tables.push_back({{0, 1}, pair(11)});
    tables.tables.push_back({{1, 2}, pair(20)});
    tables.tables.push_back({{0, 2}, pair(15)});
    const std::vector<AllocationStep> steps = allocation_order(tables);
    EXPECT_EQ(steps[0], (AllocationStep{1, {}}));
    EXPECT_EQ(steps[1], (AllocationStep{2, {1}}));
    EXPECT_EQ(steps[2], (AllocationStep{0, {2}}));
}

}  // namespace
}  // namespace mtm
