#include "capture/identity.h"

#include <sstream>

#include <gtest/gtest.h>

namespace mtm {
namespace {

constexpr const char* matrix = R"(
    who         submit counts answers identifiers review correct withdraw manage
    owner       yes    yes    yes     yes         yes    yes     yes      yes
    manager     yes    yes    yes     yes         yes    yes     yes      yes
    analyst     no     yes    yes     no          no     no      no       no
    reviewer    no     yes    yes     yes         yes    yes     no       no
    supervisor  no     yes    yes     yes         yes    yes     no       no
    enumerator  yes    yes    yes     no          no     no      no       no
    device      yes    no     no      no          no     no      no       no
    link        yes    no     no      no          no     no      no       no
    nobody      no     no     no      no          no     no      no       no
)";

Identity someone(const std::string& who) {
    Identity out;
    if (who == "nobody") return out;
    out.kind = Identity::Kind::person;
    if (who == "device") out.kind = Identity::Kind::device;
    if (who == "link") out.kind = Identity::Kind::link;
    out.owner = who == "owner";
    const std::optional<Role> role = role_named(who);
    if (who != "owner") out.roles["r4"] = role.value_or(Role::enumerator);
    return out;
}

TEST(Rights, AreThoseOfTheTable) {
    std::istringstream lines(matrix);
    std::string word;
    for (int i = 0; i < 9; ++i)
        lines >> word;
    std::string who;
    int rows = 0;
    while (lines >> who) {
        for (int right = 0; right < 8; ++right) {
            lines >> word;
            EXPECT_EQ(may(someone(who), "r4", static_cast<Right>(right)), word == "yes")
                << who << ", right " << right;
        }
        ++rows;
    }
    EXPECT_EQ(rows, 9);
}

TEST(Rights, EndAtTheStudyForAllButTheOwner) {
    for (const char* who :
         {"manager", "analyst", "reviewer", "supervisor", "enumerator", "device", "link"}) {
        for (int right = 0; right < 8; ++right) {
            EXPECT_FALSE(may(someone(who), "r5", static_cast<Right>(right))) << who;
        }
    }
    EXPECT_TRUE(may(someone("owner"), "r5", Right::manage));
}

TEST(Rights, OfADeviceAreNoMoreWhateverItsRoleIsCalled) {
    Identity device = someone("device");
    device.roles["r4"] = Role::manager;
    device.owner = true;
    EXPECT_TRUE(may(device, "r4", Right::submit));
    EXPECT_FALSE(may(device, "r4", Right::read_counts));
    EXPECT_FALSE(may(device, "r5", Right::submit));
}

TEST(Scope, OfASupervisorIsTheirTeamAndOfAnEnumeratorTheirOwn) {
    Identity supervisor = someone("supervisor");
    supervisor.team = {"tablet-1", "tablet-2"};
    EXPECT_TRUE(scope_in(supervisor, "r4").holds("tablet-2"));
    EXPECT_FALSE(scope_in(supervisor, "r4").holds("tablet-3"));
    Identity enumerator = someone("enumerator");
    enumerator.name = "aigul@example.org";
    enumerator.team = {"tablet-1"};
    EXPECT_TRUE(scope_in(enumerator, "r4").holds("aigul@example.org"));
    EXPECT_TRUE(scope_in(enumerator, "r4").holds("tablet-1"));
    EXPECT_FALSE(scope_in(enumerator, "r4").holds("tablet-2"));
}

TEST(Scope, OfASupervisorWithoutATeamIsNobody) {
    const Scope scope = scope_in(someone("supervisor"), "r4");
    EXPECT_FALSE(scope.everyone);
    EXPECT_FALSE(scope.holds("tablet-1"));
    EXPECT_FALSE(scope.holds(""));
}

TEST(Roles, HaveTheirNames) {
    for (const char* name :
         {"owner", "manager", "analyst", "reviewer", "supervisor", "enumerator"}) {
        ASSERT_TRUE(role_named(name)) << name;
        EXPECT_EQ(name_of(*role_named(name)), name);
    }
    EXPECT_FALSE(role_named("Manager"));
    EXPECT_FALSE(role_named(""));
}

}  // namespace
}  // namespace mtm
