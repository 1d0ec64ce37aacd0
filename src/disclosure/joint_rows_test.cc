#include "disclosure/joint_rows.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

// Interviews by name, and how many rows of a repeat each has.
Dataset dataset(const std::vector<std::pair<std::string, int>>& interviews) {
    Dataset out;
    out.levels.resize(2);
    out.levels[1].parent = 0;
    for (const auto& [id, rows] : interviews) {
        for (int i = 0; i < rows; ++i)
            out.levels[1].parent_row.push_back(static_cast<std::int32_t>(out.levels[0].rows));
        out.levels[1].rows += static_cast<std::size_t>(rows);
        ++out.levels[0].rows;
        out.instance_ids.push_back(id);
    }
    return out;
}

RowSet all_of(const Dataset& dataset, int level) {
    RowOwners owners;
    owners.level = level;
    owners.rows = dataset.levels[static_cast<std::size_t>(level)].rows;
    if (level > 0) owners.interview_of_row = dataset.levels[1].parent_row;
    return RowSet(std::make_shared<const RowOwners>(std::move(owners))).everyone();
}

TEST(JointRows, InterviewsAreTheSameByTheirNames) {
    const Dataset first = dataset({{"a", 0}, {"b", 0}, {"c", 0}});
    const Dataset second = dataset({{"d", 0}, {"c", 0}, {"a", 0}});
    const JointRows joint(first, second);
    EXPECT_EQ(joint.rows_of_second(0), (std::vector<std::int32_t>{3, 2, 0}));
    const RowSet before = joint.from_second(all_of(second, 0));
    const RowSet after = joint.from_first(all_of(first, 0));
    ASSERT_TRUE(before.comparable_to(after));
    EXPECT_EQ((before & after).count(), 2U);  // a and c
    EXPECT_EQ((after - before).count(), 1U);  // b
    EXPECT_EQ((before - after).count(), 1U);  // d
    EXPECT_EQ((before | after).count(), 4U);
    EXPECT_FALSE(joint.from_first(RowSet()).known());
}

TEST(JointRows, RowsOfARepeatAreTheSameByTheirPlaces) {
    const Dataset first = dataset({{"a", 2}, {"b", 1}});
    const Dataset second = dataset({{"b", 3}, {"c", 1}, {"a", 1}});
    const JointRows joint(first, second);
    // b's first is row 2 of the first; its others and c's come after, a's first is row 0.
    EXPECT_EQ(joint.rows_of_second(1), (std::vector<std::int32_t>{2, 3, 4, 5, 0}));
    const RowSet before = joint.from_second(all_of(second, 1));
    const RowSet after = joint.from_first(all_of(first, 1));
    EXPECT_EQ((after - before).count(), 1U);   // a's second
    EXPECT_EQ((before - after).count(), 3U);   // two of b, one of c
    EXPECT_EQ((before - after).people(), 2U);  // of b and c
    EXPECT_EQ(before.most_rows(), 3U);         // that b has
}

}  // namespace
}  // namespace mtm
