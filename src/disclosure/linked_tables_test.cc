#include "disclosure/linked_tables.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

RowSet rows(const std::vector<std::uint8_t>& chosen) {
    static const auto owners = [] {
        RowOwners out;
        out.rows = 6;
        return std::make_shared<const RowOwners>(std::move(out));
    }();
    return {owners, chosen};
}

TEST(LinkedTables, AMarginGivesTheLastCellOfItsLineBack) {
    const RowSet all = rows({1, 1, 1, 1, 1, 1});
    const RowSet first = rows({1, 1, 1, 0, 0, 0});
    const RowSet second = rows({0, 0, 0, 1, 0, 0});
    const RowSet third = rows({0, 0, 0, 0, 1, 1});
    EXPECT_FALSE(follows_by_sums({all, first}, {first}, {third}));
    EXPECT_TRUE(follows_by_sums({all, first}, {second}, {third}));
    // What was known before is nobody's fault.
    EXPECT_FALSE(follows_by_sums({all, first, second}, {third}, {third}));
}

// Four cells of which each line and column is known give none back but with one of them.
TEST(LinkedTables, ACornerGivesAllFourCellsBack) {
    const RowSet north = rows({1, 1, 1, 0, 0, 0});
    const RowSet south = rows({0, 0, 0, 1, 1, 1});
    const RowSet men = rows({1, 1, 0, 1, 0, 0});
    const RowSet women = rows({0, 0, 1, 0, 1, 1});
    const std::vector<RowSet> margins{north, south, men, women};
    const std::vector<RowSet> hidden{north & women};
    EXPECT_FALSE(follows_by_sums(margins, {men}, hidden));
    EXPECT_TRUE(follows_by_sums(margins, {south & men}, hidden));
}

}  // namespace
}  // namespace mtm
