#include "synthesis/utility.h"

#include <cmath>

#include <gtest/gtest.h>

#include "synthesis/invented_tables_for_test.h"

namespace mtm {
namespace {

MarginalTables pair_table() {
    MarginalTables tables{variables_of_sizes({2, 2}), {}, 6};
    tables.tables.push_back({{0}, {known_count(3), known_count(3)}});
    tables.tables.push_back(
        {{0, 1}, {known_count(2), known_count(0), withheld_count(1), rounded_count(2, 4)}});
    return tables;
}

TEST(Utility, CountsDeviationsByHand) {
    // Cells of v0 × v1: 1, 2, 2, 1; of v0: 3, 3.
    const CodedRecords records{2, {0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1}};
    const UtilityReport report = utility_of(pair_table(), records);
    EXPECT_EQ(report.tables[0].share_equal(), 1);
    const TableUtility& pair = report.tables[1];
    EXPECT_EQ(pair.cells_equal, 0U);
    EXPECT_EQ(pair.largest_deviation, 2);
    EXPECT_DOUBLE_EQ(pair.mean_deviation, 5.0 / 4);  // 1, 2, 1, 1
    EXPECT_FALSE(pair.association_given);            // not all of it is known
    ASSERT_EQ(report.by_length.size(), 2U);
    const CombinationUtility& two = report.by_length[1];
    EXPECT_EQ(two.length, 2U);
    EXPECT_EQ(two.published, 2U);
    EXPECT_EQ(two.kept, 2U);
    EXPECT_EQ(two.suppressed, 0U);
    EXPECT_EQ(two.empty, 1U);
    EXPECT_EQ(two.fabricated, 1U);
    EXPECT_EQ(two.withheld, 1U);
    EXPECT_EQ(two.withheld_met, 1U);
    EXPECT_EQ(two.withheld_over_bound, 1U);
    EXPECT_DOUBLE_EQ(two.mean_count, 2.5);
    EXPECT_DOUBLE_EQ(two.mean_error, 1.5);
    EXPECT_DOUBLE_EQ(two.mean_proportional_error, (1.0 / 2 + 2.0 / 3) / 2);
    ASSERT_EQ(two.buckets.size(), 1U);
    EXPECT_EQ(two.buckets[0].up_to, 10);
    EXPECT_EQ(two.buckets[0].combinations, 2U);
    EXPECT_EQ(report.distinct_records, 4U);
    EXPECT_EQ(report.records_with_twin, 4U);
    EXPECT_EQ(report.most_alike, 2U);
}

TEST(Utility, OfTheRecordsThemselvesIsPerfect) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes{3, 4, 2, 5};
        const CodedRecords people = people_of(sizes, 150, random);
        MarginalTables tables =
            true_tables(people, variables_of_sizes(sizes), {{0, 1}, {2, 3}, {0, 1, 3}});
        const std::optional<double> change = utility_of(tables, people).mean_association_change();
        ASSERT_TRUE(change);
        EXPECT_EQ(*change, 0);
        withhold_below(tables, 4);
        for (const TableUtility& table : utility_of(tables, people).tables) {
            EXPECT_EQ(table.share_equal(), 1);
            EXPECT_EQ(table.largest_deviation, 0);
        }
        for (const CombinationUtility& length : utility_of(tables, people).by_length) {
            EXPECT_EQ(length.suppressed + length.fabricated + length.withheld_over_bound, 0U);
            EXPECT_EQ(length.mean_error, 0);
        }
    }
}

TEST(CramersV, OfKnownTables) {
    EXPECT_DOUBLE_EQ(*cramers_v({10, 0, 0, 10}, 2), 1);
    EXPECT_DOUBLE_EQ(*cramers_v({4, 6, 8, 12}, 2), 0);
    // In two by two, |ad − bc| / √(product of the sums).
    EXPECT_NEAR(*cramers_v({30, 10, 20, 40}, 2),
                (30.0 * 40 - 10 * 20) / std::sqrt(40.0 * 60 * 50 * 50),
                1e-12);
    EXPECT_FALSE(cramers_v({5, 7, 0, 0}, 2));
}

}  // namespace
}  // namespace mtm
