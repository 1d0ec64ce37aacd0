// What every store of people and rights owes those above it, run against each of them.
#include <functional>

#include <gtest/gtest.h>

#include "store/memory_store.h"
#include "store/sqlite_organisation_store.h"
#include "store/stores_for_test.h"

namespace mtm {
namespace {

struct OrganisationSide {
    std::string name;
    std::function<std::unique_ptr<OrganisationStore>(const std::string& home)> open;
};

class OrganisationStoreTest : public testing::TestWithParam<OrganisationSide> {
protected:
    OrganisationStoreTest() : store_(GetParam().open(home_.path())) {}

    ScratchFolder home_;
    std::unique_ptr<OrganisationStore> store_;
};

TEST_P(OrganisationStoreTest, APersonIsAddedAndReplaced) {
    const auto id = got(store_->put_person({.email = "Dana@example.org", .name = "Dana"}));
    ASSERT_GT(id, 0);
    EXPECT_EQ(got(store_->put_person(
                  {.id = id, .email = "dana@example.org", .name = "Dana S.", .owner = true})),
              id);
    const auto people = got(store_->people());
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].name, "Dana S.");
    EXPECT_TRUE(people[0].owner);
    EXPECT_FALSE(store_->put_person({.email = "DANA@EXAMPLE.ORG", .name = "Another"}));
    EXPECT_FALSE(store_->put_person({.id = id + 1, .email = "x@example.org"}));
    EXPECT_EQ(got(store_->people()).size(), 1U);
}

TEST_P(OrganisationStoreTest, ARoleIsGivenReplacedAndTakenAway) {
    const auto id = got(store_->put_person({.email = "dana@example.org"}));
    ASSERT_TRUE(store_->put_grant({id, "r4", "supervisor", {"tablet-2", "tablet-1"}}));
    ASSERT_TRUE(store_->put_grant({id, "r5", "manager", {}}));
    auto grants = got(store_->grants());
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants[0].team, (std::vector<std::string>{"tablet-2", "tablet-1"}));
    ASSERT_TRUE(store_->put_grant({id, "r4", "reviewer", {}}));
    ASSERT_TRUE(store_->put_grant({id, "r5", "", {}}));
    grants = got(store_->grants());
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].role, "reviewer");
    EXPECT_TRUE(grants[0].team.empty());
    EXPECT_FALSE(store_->put_grant({id + 1, "r4", "reviewer", {}}));
}

TEST_P(OrganisationStoreTest, NamesAndTokensOfDevicesAreThereOnce) {
    DeviceCredential device{.name = "d1",
                            .study = "r4",
                            .label = "Aigul",
                            .ha1_sealed = std::string("\0\xff", 2),
                            .token_hash = "h1",
                            .created = 5};
    device.id = got(store_->put_device(device));
    EXPECT_FALSE(store_->put_device({.name = "d1", .study = "r5"}));
    EXPECT_FALSE(store_->put_device({.name = "d2", .token_hash = "h1"}));
    EXPECT_TRUE(store_->put_device({.name = "d3"}));
    EXPECT_TRUE(store_->put_device({.name = "d4"}));  // no token: not the same token
    device.revoked = 9;
    EXPECT_EQ(got(store_->put_device(device)), device.id);
    const auto devices = got(store_->devices());
    ASSERT_EQ(devices.size(), 3U);
    EXPECT_EQ(devices[0].revoked, 9);
    EXPECT_EQ(devices[0].ha1_sealed, device.ha1_sealed);
    EXPECT_EQ(devices[0].label, "Aigul");
}

TEST_P(OrganisationStoreTest, ALinkIsUsedOnce) {
    FormLink link{.study = "r4", .label = "by post", .token_hash = "h", .once = true, .created = 1};
    link.id = got(store_->put_link(link));
    EXPECT_FALSE(store_->put_link({.study = "r4", .token_hash = "h"}));
    link.used = 7;
    ASSERT_TRUE(store_->put_link(link));
    const auto links = got(store_->links());
    ASSERT_EQ(links.size(), 1U);
    EXPECT_TRUE(links[0].once);
    EXPECT_EQ(links[0].used, 7);
    EXPECT_EQ(links[0].revoked, std::nullopt);
}

TEST_P(OrganisationStoreTest, SessionsAreFoundByTheirTokenAndEndTogether) {
    ASSERT_TRUE(store_->put_session(
        {.token_hash = "a", .person = 1, .csrf = "c", .created = 1, .expires = 9}));
    ASSERT_TRUE(store_->put_session({.token_hash = "b", .person = 1, .label = "ruODK"}));
    ASSERT_TRUE(store_->put_session({.token_hash = "c", .person = 2}));
    EXPECT_EQ(got(store_->find_session("a"))->csrf, "c");
    EXPECT_EQ(got(store_->find_session("x")), std::nullopt);
    const auto sessions = got(store_->sessions_of(1));
    ASSERT_EQ(sessions.size(), 2U);
    EXPECT_EQ(sessions[1].label, "ruODK");
    EXPECT_NE(sessions[0].id, sessions[1].id);
    ASSERT_TRUE(store_->put_session({.token_hash = "a", .person = 1, .expires = 20}));
    EXPECT_EQ(got(store_->find_session("a"))->expires, 20);
    EXPECT_EQ(got(store_->find_session("a"))->id, sessions[0].id);
    ASSERT_TRUE(store_->remove_session("b"));
    EXPECT_EQ(got(store_->sessions_of(1)).size(), 1U);
    ASSERT_TRUE(store_->remove_sessions_of(1));
    EXPECT_TRUE(got(store_->sessions_of(1)).empty());
    EXPECT_EQ(got(store_->sessions_of(2)).size(), 1U);
}

TEST_P(OrganisationStoreTest, SettingsAreEmptyUntilTheyAreSet) {
    EXPECT_EQ(got(store_->setting("realm")), "");
    ASSERT_TRUE(store_->put_setting("realm", "IOM"));
    ASSERT_TRUE(store_->put_setting("realm", "MTM"));
    EXPECT_EQ(got(store_->setting("realm")), "MTM");
}

TEST_P(OrganisationStoreTest, TheRecordOfWhoDidWhatIsReadBackwards) {
    for (int i = 1; i <= 5; ++i) {
        ASSERT_TRUE(store_->add_audit({.at = i,
                                       .who = "dana",
                                       .what = "interview.approve",
                                       .study = "r4",
                                       .about = "uuid:" + std::to_string(i)}));
    }
    const auto last = got(store_->audit(0, 2));
    ASSERT_EQ(last.size(), 2U);
    EXPECT_EQ(last[0].about, "uuid:5");
    EXPECT_EQ(last[0].number, 5);
    EXPECT_EQ(last[0].study, "r4");
    EXPECT_EQ(got(store_->audit(last[1].number, 10)).size(), 3U);
}

TEST_P(OrganisationStoreTest, TheRevisionGrowsButNotWithSessionsAndAudit) {
    const auto before = store_->revision();
    ASSERT_TRUE(store_->put_session({.token_hash = "a"}));
    ASSERT_TRUE(store_->add_audit({.who = "dana"}));
    EXPECT_EQ(store_->revision(), before);
    ASSERT_TRUE(store_->put_setting("realm", "MTM"));
    EXPECT_GT(store_->revision(), before);
}

std::unique_ptr<OrganisationStore> open_in_memory(const std::string& /*home*/) {
    return std::make_unique<MemoryOrganisationStore>();
}

std::unique_ptr<OrganisationStore> open_in_file(const std::string& home) {
    return got(SqliteOrganisationStore::open(home));
}

INSTANTIATE_TEST_SUITE_P(Of,
                         OrganisationStoreTest,
                         testing::Values(OrganisationSide{"Memory", open_in_memory},
                                         OrganisationSide{"Sqlite", open_in_file}),
                         [](const auto& side) { return side.param.name; });

TEST(SqliteOrganisationStore, KeepsAllOfItWhenItIsOpenedAgain) {
    const ScratchFolder home;
    {
        const auto store = got(SqliteOrganisationStore::open(home.path()));
        ASSERT_TRUE(store->put_person({.email = "dana@example.org"}));
        ASSERT_TRUE(store->add_audit({.who = "dana"}));
        EXPECT_FALSE(SqliteOrganisationStore::open(home.path()));  // one program at a time
        ASSERT_TRUE(store->backup(home.path() + "/copy.db"));
    }
    const auto store = got(SqliteOrganisationStore::open(home.path()));
    EXPECT_EQ(got(store->people()).size(), 1U);
    EXPECT_EQ(got(store->audit(0, 10)).size(), 1U);
    const auto mode = std::filesystem::status(home.path() + "/organisation.db").permissions();
    EXPECT_EQ(mode & std::filesystem::perms::group_read, std::filesystem::perms::none);
    const auto copy = got(Database::open(home.path() + "/copy.db", Database::Mode::read_only));
    EXPECT_EQ(got(copy->number("SELECT count(*) FROM person")), 1);
}

TEST(SqliteOrganisationStore, TheRecordCannotBeEditedOrShortened) {
    const ScratchFolder home;
    const auto store = got(SqliteOrganisationStore::open(home.path()));
    ASSERT_TRUE(store->add_audit({.who = "dana", .what = "interview.approve"}));
    const auto other =
        got(Database::open(home.path() + "/organisation.db", Database::Mode::read_write));
    EXPECT_FALSE(other->run("UPDATE audit SET who = 'nobody'"));
    EXPECT_FALSE(other->run("DELETE FROM audit"));
    EXPECT_FALSE(other->run("INSERT OR REPLACE INTO audit VALUES(1, 1, 'x', 'x', 'x', 'x')"));
    EXPECT_EQ(got(store->audit(0, 10))[0].who, "dana");
}

}  // namespace
}  // namespace mtm
