#include "attack/households.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

// Three households of one region: two of a man and a woman, told in either order, and one of a boy.
AttackedRepeat members() {
    AttackedRepeat out;
    out.name = "member";
    out.told_by = "member_rows";
    out.keys = {"sex"};
    out.sensitive = {"ill"};
    out.csv =
        "record,parent_record,sex,ill\n1,1,man,yes\n2,1,woman,no\n3,2,woman,no\n4,2,man,yes\n"
        "5,3,boy,no\n";
    out.households = {{{"man"}, {"woman"}}, {{"man"}, {"woman"}}, {{"boy"}}};
    return out;
}

constexpr const char* records_csv =
    "record,region,member_rows\n1,a,published\n2,a,published\n3,a,published\n";

LinkageKnowledge people() {
    LinkageKnowledge out;
    out.keys = {"region"};
    out.people = {{"a"}, {"a"}, {"a"}};
    return out;
}

TEST(Households, AreFoundByTheirComposition) {
    auto records = read_public_csv(records_csv);
    ASSERT_TRUE(records);
    LinkageKnowledge known = people();
    ASSERT_TRUE(add_households(members(), *records, known));
    const auto found = link_records(*records, known, 2);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->fewest, 1U);  // the boy's
    EXPECT_EQ(found->under_k, 1U);
    EXPECT_EQ(found->nowhere, 0U);
}

TEST(Households, ThatAreWithheldCouldBeAny) {
    auto records =
        read_public_csv("record,region,member_rows\n1,a,published\n2,a,published\n3,a,withheld\n");
    ASSERT_TRUE(records);
    AttackedRepeat repeat = members();
    repeat.csv = repeat.csv.substr(0, repeat.csv.find("5,3"));
    LinkageKnowledge known = people();
    ASSERT_TRUE(add_households(repeat, *records, known));
    const auto found = link_records(*records, known, 2);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->under_k, 1U);  // nobody else is withheld
    EXPECT_EQ(found->nowhere, 0U);
    EXPECT_FALSE(add_households(members(), *records, known)) << "withheld rows that are there";
}

TEST(Households, TellOfTheirMembers) {
    auto records = read_public_csv(records_csv);
    ASSERT_TRUE(records);
    LinkageKnowledge known = people();
    ASSERT_TRUE(add_households(members(), *records, known));
    const auto sought = members_sought(members(), *records, known);
    ASSERT_TRUE(sought) << sought.error().message;
    const auto found = link_records(sought->rows, sought->members, 2);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->people, 5U);
    EXPECT_EQ(found->under_k, 1U);
    ASSERT_EQ(found->learnt.size(), 1U);
    EXPECT_EQ(found->learnt[0].people, 5U);  // of each household the men say one thing
}

TEST(Households, OfRecordsThatAreNotThereAreAnError) {
    auto records = read_public_csv("record,region,member_rows\n1,a,published\n");
    ASSERT_TRUE(records);
    LinkageKnowledge known = people();
    EXPECT_FALSE(add_households(members(), *records, known));
}

}  // namespace
}  // namespace mtm
