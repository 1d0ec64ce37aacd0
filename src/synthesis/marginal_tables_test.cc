#include "synthesis/marginal_tables.h"

#include <gtest/gtest.h>

#include "synthesis/bounded_targets.h"
#include "synthesis/invented_tables_for_test.h"

namespace mtm {
namespace {

MarginalTables two_by_three() {
    MarginalTables tables{variables_of_sizes({2, 3}), {}, 10};
    tables.tables.push_back({{0}, {known_count(4), known_count(6)}});
    tables.tables.push_back({{0, 1},
                             {known_count(1),
                              withheld_count(2),
                              impossible_count(),
                              rounded_count(1, 4),
                              known_count(3),
                              withheld_count(2)}});
    return tables;
}

TEST(MarginalTables, AreSummedWithTheirBounds) {
    const MarginalTables tables = two_by_three();
    const std::vector<BoundedCount> first = summed_over(tables, tables.tables[1], {0});
    EXPECT_EQ(first[0].low, 1);
    EXPECT_EQ(first[0].high, 3);
    EXPECT_EQ(first[1].low, 4);
    EXPECT_EQ(first[1].high, 9);
    const std::vector<BoundedCount> second = summed_over(tables, tables.tables[1], {1});
    EXPECT_EQ(second[1].low, 3);
    EXPECT_EQ(second[1].high, 5);
    EXPECT_EQ(second[2], withheld_count(2));
}

TEST(MarginalTables, NameTheirCells) {
    const MarginalTables tables = two_by_three();
    EXPECT_EQ(cell_name(tables, tables.tables[1], 5), "v0 = c1, v1 = c2");
    EXPECT_EQ(table_name(tables, tables.tables[1]), "v0 × v1");
}

TEST(MarginalTables, ThatAreNoneAreErrors) {
    EXPECT_TRUE(check_tables(two_by_three()));
    const auto broken = [](auto breaking) {
        MarginalTables tables = two_by_three();
        breaking(tables);
        return !check_tables(tables);
    };
    EXPECT_TRUE(broken([](MarginalTables& t) { t.total = 0; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].cells.pop_back(); }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].variables = {1, 0}; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].variables = {0, 7}; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].variables = {}; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].cells[0].high = 0; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[1].cells[2].high = 1; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables[0].cells[0].low = -1; }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.tables.push_back(t.tables[0]); }));
    EXPECT_TRUE(broken([](MarginalTables& t) { t.variables[1].categories.clear(); }));
}

TEST(MarginalTables, ContradictionsAreNamed) {
    MarginalTables tables = two_by_three();
    const std::vector<std::string> one = contradictions(tables);  // 4 are not 1 … 3
    ASSERT_EQ(one.size(), 1U);
    EXPECT_NE(one[0].find("v0 = c0"), std::string::npos) << one[0];
    tables.tables[0].cells[0] = known_count(3);
    const std::vector<std::string> two = contradictions(tables);  // 3 + 6 are not 10
    ASSERT_EQ(two.size(), 1U);
    EXPECT_NE(two[0].find("total"), std::string::npos) << two[0];
    tables.tables[0].cells[1] = known_count(7);
    EXPECT_TRUE(contradictions(tables).empty());
}

TEST(MarginalTables, CountedFromPeopleNeverContradict) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        const std::vector<std::size_t> sizes{2 + random.below(4), 3, 2 + random.below(3), 4};
        MarginalTables tables = true_tables(
            people_of(sizes, 60, random), variables_of_sizes(sizes), {{0, 1}, {1, 2, 3}, {0, 3}});
        EXPECT_TRUE(contradictions(tables).empty());
        withhold_below(tables, 5);
        EXPECT_TRUE(contradictions(tables).empty());
    }
}

TEST(ScaledTables, NeverRaiseTheBoundOfWhatIsWithheld) {
    const MarginalTables larger = scaled_to(two_by_three(), 25);
    EXPECT_EQ(larger.tables[1].cells[1], withheld_count(2));
    EXPECT_EQ(larger.tables[1].cells[2], impossible_count());
    EXPECT_EQ(larger.tables[0].cells[0], known_count(10));
    EXPECT_EQ(larger.tables[1].cells[0], rounded_count(2, 3));  // 2.5
    EXPECT_EQ(scaled_to(two_by_three(), 5).tables[1].cells[1], withheld_count(1));
}

}  // namespace
}  // namespace mtm
