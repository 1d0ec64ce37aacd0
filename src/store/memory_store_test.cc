#include "store/memory_store.h"

#include <gtest/gtest.h>

#include "store/stores_for_test.h"

namespace mtm {
namespace {

Result<Receipt> receive(InterviewStore& store, const std::string& id) {
    Arrival arrival;
    arrival.instance_id = id;
    arrival.xml = "<data/>";
    return store.receive(arrival);
}

TEST(MemoryInterviewStore, TheNthCallFailsBeforeItsEffect) {
    MemoryInterviewStore store;
    store.faults().add({.call = "receive", .nth = 2, .message = "disk full"});
    EXPECT_TRUE(receive(store, "a"));
    const auto failed = receive(store, "b");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "disk full");
    EXPECT_TRUE(receive(store, "c"));
    EXPECT_EQ(*store.find("b"), std::nullopt);
    EXPECT_EQ(*store.count({}), 2);
}

TEST(MemoryInterviewStore, ACallMayFailAfterItsEffect) {
    MemoryInterviewStore store;
    store.faults().add({.call = "receive", .nth = 1, .after_effect = true});
    EXPECT_FALSE(receive(store, "a"));
    // As a tablet does that was not answered.
    EXPECT_EQ(receive(store, "a")->kind, ReceiptKind::known);
}

TEST(MemoryInterviewStore, EveryCallFailsUntilTheWorldRecovers) {
    MemoryInterviewStore store;
    store.faults().add({});
    EXPECT_FALSE(receive(store, "a"));
    EXPECT_FALSE(store.tally());
    EXPECT_FALSE(store.set_field_state(FieldState::open, "officer", 1));
    store.faults().clear();
    EXPECT_TRUE(receive(store, "a"));
    EXPECT_EQ(*store.field_state(), FieldState::draft);
}

TEST(MemoryOrganisationStore, FailsOnDemand) {
    MemoryOrganisationStore store;
    store.faults().add({.call = "add_audit"});
    EXPECT_FALSE(store.add_audit({.who = "officer", .what = "session.create"}));
    EXPECT_TRUE(store.put_setting("realm", "MTM"));
    EXPECT_TRUE(store.audit(0, 10)->empty());
}

}  // namespace
}  // namespace mtm
