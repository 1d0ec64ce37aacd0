// What every store of interviews owes those above it, run against each of them.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "base/text.h"
#include "store/interview_states.h"
#include "store/memory_store.h"
#include "store/sha256.h"
#include "store/sqlite_store.h"
#include "store/stores_for_test.h"
#include "store/table_rows.h"

namespace mtm {
namespace {

using Opened = std::function<std::unique_ptr<InterviewStore>(const std::string& folder)>;

struct Side {
    std::string name;
    Opened open;
};

class InterviewStoreTest : public testing::TestWithParam<Side> {
protected:
    InterviewStoreTest() : store_(GetParam().open(folder_.path())) {}

    StoredInterview find(const std::string& id) {
        const auto found = store_->find(id);
        if (!found || !*found) {
            ADD_FAILURE() << "no interview " << id;
            return {};
        }
        return **found;
    }

    [[nodiscard]] std::int64_t interviews() const { return got(store_->count({})); }

    // instanceIDs of an interview's states.
    std::vector<std::string> states(const std::string& id) {
        std::vector<std::string> out;
        for (const SubmissionBytes& state : got(store_->history(id)))
            out.push_back(state.instance_id);
        return out;
    }

    // "audit.csv photo.jpg?": its files by name, with ? those that have not come.
    std::string files(const std::string& id) {
        std::string out;
        for (const StoredFile& file : got(store_->files(id))) {
            out += (out.empty() ? "" : " ") + file.name + (file.present ? "" : "?");
        }
        return out;
    }

    std::string current_xml(const std::string& id) {
        for (const auto& current : got(store_->read_current(0, 1000))) {
            if (current.interview.instance_id == id) return current.xml;
        }
        return "";
    }

    std::vector<std::string> listed(const InterviewFilter& filter, std::int64_t before = 0) {
        std::vector<std::string> out;
        for (const StoredInterview& one : got(store_->list(filter, before, 1000))) {
            out.push_back(one.instance_id);
        }
        EXPECT_EQ(static_cast<std::size_t>(got(store_->count(filter))), out.size());
        return out;
    }

    using Ids = std::vector<std::string>;

    ScratchFolder folder_;
    std::unique_ptr<InterviewStore> store_;
};

TEST_P(InterviewStoreTest, AnInterviewIsKeptAsItCame) {
    const Sent sent{.id = "uuid:1",
                    .files = {{"audit.csv", "event,node"}},
                    .expects = {"audit.csv", "photo.jpg"},
                    .flags = {{"clock", "", "3 h ahead"}, {"constraint", "age", "over 120"}}};
    const Receipt receipt = send(*store_, sent);
    EXPECT_EQ(receipt, (Receipt{ReceiptKind::stored, 1, "uuid:1", ""}));
    const StoredInterview found = find("uuid:1");
    EXPECT_EQ(found.sequence, 1);
    EXPECT_EQ(found.current_id, "uuid:1");
    EXPECT_EQ(found.form_id, "round-4");
    EXPECT_EQ(found.version, "1");
    EXPECT_EQ(found.received, 1000);
    EXPECT_EQ(found.updated, 1000);
    EXPECT_EQ(found.device_id, "tablet-1");
    EXPECT_EQ(found.sender, "aigul");
    EXPECT_EQ(found.user_agent, "Collect");
    EXPECT_EQ(found.review, ReviewState::none);
    EXPECT_EQ(found.files_present, 1);
    EXPECT_EQ(found.files_expected, 2);
    EXPECT_EQ(found.flags, sent.flags);
    EXPECT_EQ(found.facts,
              (FieldworkFacts{.day = "2024-05-01",
                              .area = "almaty",
                              .group = "female",
                              .enumerator = "Aigul",
                              .language = "ru",
                              .consent = "yes",
                              .counted = true,
                              .started = 1'700'000'000'000,
                              .ended = 1'700'000'600'000,
                              .latitude = 43.25,
                              .longitude = {}}));
    const auto history = got(store_->history("uuid:1"));
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].xml, xml_of(sent));
    EXPECT_EQ(history[0].sender, "aigul");
    EXPECT_EQ(got(store_->file("uuid:1", "audit.csv")), "event,node");
    EXPECT_FALSE(store_->file("uuid:1", "photo.jpg"));
    const auto files = got(store_->files("uuid:1"));
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].content_type, "text/csv");
    EXPECT_EQ(files[0].size, 10);
    EXPECT_EQ(files[0].sha256, hexadecimal(sha256("event,node")));
    EXPECT_EQ(files[0].instance_id, "uuid:1");
    EXPECT_FALSE(files[1].present);
}

TEST_P(InterviewStoreTest, NothingIsFoundInAnEmptyStore) {
    EXPECT_EQ(got(store_->find("uuid:1")), std::nullopt);
    EXPECT_TRUE(got(store_->history("uuid:1")).empty());
    EXPECT_TRUE(got(store_->files("uuid:1")).empty());
    EXPECT_TRUE(got(store_->tally()).empty());
    EXPECT_TRUE(got(store_->median_durations()).empty());
    EXPECT_TRUE(got(store_->all_set_aside()).empty());
    EXPECT_EQ(got(store_->field_state()), FieldState::draft);
    EXPECT_EQ(interviews(), 0);
    EXPECT_FALSE(store_->withdraw("uuid:1", "officer", 1));
    EXPECT_FALSE(store_->add_review({"uuid:1", 1, "officer", ReviewState::approved, ""}));
    EXPECT_FALSE(store_->add_correction({"uuid:1", "age", "1", "2", "", "officer", 1}));
}

TEST_P(InterviewStoreTest, AResendIsKnown) {
    send(*store_, {.id = "uuid:1", .files = {{"audit.csv", "a"}}});
    const StoredInterview before = find("uuid:1");
    const Receipt again = send(*store_, {.id = "uuid:1", .files = {{"audit.csv", "a"}}, .at = 9});
    EXPECT_EQ(again, (Receipt{ReceiptKind::known, 1, "uuid:1", ""}));
    EXPECT_EQ(find("uuid:1"), before);
    EXPECT_EQ(interviews(), 1);
}

TEST_P(InterviewStoreTest, InstanceIdsAreComparedByteForByte) {
    send(*store_, {.id = "uuid:a"});
    EXPECT_EQ(send(*store_, {.id = "uuid:A"}).kind, ReceiptKind::stored);
    EXPECT_EQ(send(*store_, {.id = "uuid:a "}).kind, ReceiptKind::stored);
    EXPECT_EQ(send(*store_, {.id = std::string("uuid:a\0b", 8)}).kind, ReceiptKind::stored);
    EXPECT_EQ(send(*store_, {.id = "uuid:é"}).kind, ReceiptKind::stored);
    EXPECT_EQ(send(*store_, {.id = "uuid:\xff"}).kind, ReceiptKind::stored);
    EXPECT_EQ(interviews(), 6);
    EXPECT_EQ(find(std::string("uuid:a\0b", 8)).sequence, 4);
    EXPECT_EQ(find("uuid:\xff").instance_id, "uuid:\xff");
}

TEST_P(InterviewStoreTest, BatchesComeInAnyOrder) {
    const std::vector<std::string> expects{"a.jpg", "b.jpg", "c.jpg"};
    EXPECT_EQ(send(*store_, {.id = "uuid:1", .files = {{"c.jpg", "C"}}, .expects = expects}).kind,
              ReceiptKind::stored);
    EXPECT_EQ(files("uuid:1"), "a.jpg? b.jpg? c.jpg");
    EXPECT_EQ(
        send(*store_, {.id = "uuid:1", .files = {{"a.jpg", "A"}}, .expects = expects, .at = 2000})
            .kind,
        ReceiptKind::files_added);
    EXPECT_EQ(find("uuid:1").updated, 2000);
    // The tablet begins again from its first batch.
    EXPECT_EQ(send(*store_, {.id = "uuid:1", .files = {{"a.jpg", "A"}}, .expects = expects}).kind,
              ReceiptKind::known);
    EXPECT_EQ(send(*store_,
                   {.id = "uuid:1", .files = {{"a.jpg", "A"}, {"b.jpg", "B"}}, .expects = expects})
                  .kind,
              ReceiptKind::files_added);
    EXPECT_EQ(files("uuid:1"), "a.jpg b.jpg c.jpg");
    EXPECT_EQ(find("uuid:1").files_present, 3);
    EXPECT_EQ(interviews(), 1);
}

TEST_P(InterviewStoreTest, FilesThatComeLaterBringWhatTheyTell) {
    send(*store_, {.id = "uuid:1", .flags = {{"constraint", "age", "first"}}});
    send(*store_,
         {.id = "uuid:1",
          .files = {{"audit.csv", "a"}},
          .flags = {{"constraint", "age", "again"}, {"too-fast", "age", ""}}});
    EXPECT_EQ(find("uuid:1").flags,
              (std::vector<Flag>{{"constraint", "age", "first"}, {"too-fast", "age", ""}}));
    send(*store_,
         {.id = "uuid:1", .files = {{"audit.csv", "a"}}, .flags = {{"after-close", "", ""}}});
    EXPECT_EQ(flag_codes(find("uuid:1")), "constraint too-fast");
    EXPECT_EQ(listed({.flag = "too-fast"}), Ids{"uuid:1"});
}

TEST_P(InterviewStoreTest, AFileThatTheXmlDoesNotNameIsKept) {
    send(*store_, {.id = "uuid:1", .files = {{"notes.txt", "n"}, {"empty", ""}}});
    EXPECT_EQ(files("uuid:1"), "empty notes.txt");
    EXPECT_EQ(got(store_->file("uuid:1", "notes.txt")), "n");
    EXPECT_EQ(got(store_->file("uuid:1", "empty")), "");
    EXPECT_EQ(find("uuid:1").files_present, 0);
}

TEST_P(InterviewStoreTest, OtherBytesUnderAFilesNameAreSetAside) {
    send(*store_, {.id = "uuid:1", .files = {{"p.jpg", "one"}}});
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Receipt receipt =
            send(*store_, {.id = "uuid:1", .files = {{"p.jpg", "two"}, {"q.jpg", "Q"}}});
        EXPECT_EQ(receipt.kind, ReceiptKind::set_aside);
        EXPECT_EQ(receipt.sequence, 1);
        EXPECT_NE(receipt.reason.find("p.jpg"), std::string::npos);
    }
    EXPECT_EQ(got(store_->file("uuid:1", "p.jpg")), "one");
    EXPECT_EQ(got(store_->file("uuid:1", "q.jpg")), "Q");  // what came beside it is kept
    const auto aside = got(store_->all_set_aside());
    ASSERT_EQ(aside.size(), 1U);  // once, however often the tablet tries
    EXPECT_EQ(aside[0].instance_id, "uuid:1");
    EXPECT_EQ(aside[0].size, 3);
    EXPECT_EQ(aside[0].bytes, "");
    EXPECT_EQ(got(store_->set_aside_bytes(aside[0].number)), "two");
    EXPECT_EQ(flag_codes(find("uuid:1")), "set-aside");
}

TEST_P(InterviewStoreTest, OtherAnswersUnderAUsedInstanceIdAreSetAside) {
    send(*store_, {.id = "uuid:1", .answers = "mine"});
    const Sent other{.id = "uuid:1", .answers = "not mine", .files = {{"p.jpg", "P"}}};
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Receipt receipt = send(*store_, other);
        EXPECT_EQ(receipt.kind, ReceiptKind::set_aside);
        EXPECT_EQ(receipt.sequence, 0);
        EXPECT_NE(receipt.reason.find("uuid:1"), std::string::npos);
    }
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(current_xml("uuid:1"), xml_of({.id = "uuid:1", .answers = "mine"}));
    EXPECT_EQ(files("uuid:1"), "");
    std::set<std::string> kept;
    for (const SetAside& one : got(store_->all_set_aside())) {
        kept.insert(got(store_->set_aside_bytes(one.number)));
    }
    EXPECT_EQ(kept, (std::set<std::string>{xml_of(other), "P"}));
    EXPECT_EQ(flag_codes(find("uuid:1")), "set-aside");
    // The tablet that holds the first is answered as ever.
    EXPECT_EQ(send(*store_, {.id = "uuid:1", .answers = "mine"}).kind, ReceiptKind::known);
}

TEST_P(InterviewStoreTest, WhatHasNoInstanceIdIsSetAside) {
    const Receipt receipt = send(*store_, {.id = ""});
    EXPECT_EQ(receipt.kind, ReceiptKind::set_aside);
    ASSERT_EQ(got(store_->all_set_aside()).size(), 1U);
    EXPECT_EQ(got(store_->set_aside_bytes(got(store_->all_set_aside()).front().number)),
              xml_of({.id = ""}));
}

TEST_P(InterviewStoreTest, BrokenBytesAreSetAsideOnce) {
    SetAside what;
    what.received = 5;
    what.sender = "aigul";
    what.reason = "The XML ends in the middle.";
    what.bytes = std::string("<da\0ta", 6);
    ASSERT_TRUE(store_->set_aside(what));
    ASSERT_TRUE(store_->set_aside(what));
    const auto all = got(store_->all_set_aside());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].received, 5);
    EXPECT_EQ(all[0].sender, "aigul");
    EXPECT_EQ(all[0].reason, what.reason);
    EXPECT_EQ(got(store_->set_aside_bytes(all[0].number)), what.bytes);
    EXPECT_FALSE(store_->set_aside_bytes(99));
    EXPECT_EQ(interviews(), 0);
}

// --- edits ---

TEST_P(InterviewStoreTest, AnEditIsANewStateOfItsInterview) {
    send(*store_, {.id = "v1", .answers = "1", .files = {{"audit.csv", "a"}, {"p.jpg", "P"}}});
    const Sent edit{.id = "v2",
                    .replaces = "v1",
                    .answers = "2",
                    .files = {{"audit.csv", "ab"}},
                    .expects = {"p.jpg"},
                    .area = "astana",
                    .sender = "browser",
                    .at = 2000};
    EXPECT_EQ(send(*store_, edit), (Receipt{ReceiptKind::edited, 1, "v1", ""}));
    EXPECT_EQ(interviews(), 1);
    const StoredInterview found = find("v2");
    EXPECT_EQ(found, find("v1"));
    EXPECT_EQ(found.instance_id, "v1");
    EXPECT_EQ(found.current_id, "v2");
    EXPECT_EQ(found.edits, 1);
    EXPECT_EQ(found.received, 1000);
    EXPECT_EQ(found.updated, 2000);
    EXPECT_EQ(found.facts.area, "astana");
    EXPECT_EQ(found.sender, "aigul");  // whose interview it is, not who edited it
    EXPECT_EQ(found.files_present, 1);
    EXPECT_EQ(states("v2"), (Ids{"v1", "v2"}));
    EXPECT_EQ(current_xml("v1"), xml_of(edit));
    // Its audit log has grown; its photo is the one that came before.
    EXPECT_EQ(got(store_->file("v1", "audit.csv")), "ab");
    EXPECT_EQ(got(store_->file("v2", "p.jpg")), "P");
    EXPECT_EQ(got(store_->file_of_state("v1", "audit.csv")), "a");
    EXPECT_EQ(got(store_->all_files("v1")).size(), 3U);
    EXPECT_TRUE(got(store_->all_set_aside()).empty());
}

TEST_P(InterviewStoreTest, AnOriginalIsKnownAfterItWasEdited) {
    send(*store_, {.id = "v1"});
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"});
    EXPECT_EQ(send(*store_, {.id = "v1"}), (Receipt{ReceiptKind::known, 1, "v1", ""}));
    EXPECT_EQ(find("v1").current_id, "v2");
    EXPECT_EQ(send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"}).kind,
              ReceiptKind::known);
}

TEST_P(InterviewStoreTest, ALineOfEditsIsTheSameInWhateverOrderItArrives) {
    const std::map<std::string, Sent> line{
        {"v1", {.id = "v1"}},
        {"v2", {.id = "v2", .replaces = "v1", .answers = "2", .area = "astana"}},
        {"v3", {.id = "v3", .replaces = "v2", .answers = "3", .area = "aktau"}},
        {"v4", {.id = "v4", .replaces = "v3", .answers = "4", .area = "atyrau"}}};
    Ids order{"v1", "v2", "v3", "v4"};
    int run = 0;
    do {
        const ScratchFolder folder;
        store_ = GetParam().open(folder.path());
        for (const std::string& id : order)
            send(*store_, line.at(id));
        const std::string told = testing::PrintToString(order);
        EXPECT_EQ(interviews(), 1) << told;
        EXPECT_EQ(find("v3").instance_id, "v1") << told;
        EXPECT_EQ(find("v1").current_id, "v4") << told;
        EXPECT_EQ(find("v1").facts.area, "atyrau") << told;
        EXPECT_EQ(flag_codes(find("v1")), "") << told;
        EXPECT_EQ(find("v1").edits, 3) << told;
        EXPECT_EQ(find("v1").sequence, 1) << told;
        EXPECT_EQ(states("v2"), order) << told;
        EXPECT_EQ(got(store_->tally()).size(), 1U) << told;
        EXPECT_EQ(got(store_->devices()).front().interviews, 1) << told;
        store_.reset();
        ++run;
    } while (std::ranges::next_permutation(order).found);
    EXPECT_EQ(run, 24);
}

TEST_P(InterviewStoreTest, AnEditWithoutItsOriginalIsKeptAndFlagged) {
    EXPECT_EQ(send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"}).kind,
              ReceiptKind::stored);
    EXPECT_EQ(flag_codes(find("v2")), "edit-without-original");
    EXPECT_EQ(find("v2").instance_id, "v2");
    // Another that names the same lost original is another interview, for all that is known.
    send(*store_, {.id = "v3", .replaces = "v1", .answers = "3"});
    EXPECT_EQ(interviews(), 2);
    EXPECT_EQ(listed({.flag = "edit-without-original"}), (Ids{"v3", "v2"}));
    // When it comes the three are one: the edit that came first stands.
    EXPECT_EQ(send(*store_, {.id = "v1"}), (Receipt{ReceiptKind::edited, 1, "v1", ""}));
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(find("v3").current_id, "v2");
    EXPECT_EQ(flag_codes(find("v3")), "edit-conflict");
    EXPECT_EQ(listed({.flag = "edit-without-original"}), Ids{});
    EXPECT_EQ(states("v1"), (Ids{"v2", "v3", "v1"}));
    // Sequences are not used again.
    EXPECT_EQ(send(*store_, {.id = "other"}).sequence, 3);
}

TEST_P(InterviewStoreTest, ASecondEditOfTheSameStateIsKeptBesideTheFirst) {
    send(*store_, {.id = "v1"});
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"});
    const Sent second{.id = "w2", .replaces = "v1", .answers = "other"};
    EXPECT_EQ(send(*store_, second), (Receipt{ReceiptKind::edited, 1, "v1", ""}));
    EXPECT_EQ(send(*store_, second).kind, ReceiptKind::known);
    EXPECT_EQ(find("w2").current_id, "v2");
    EXPECT_EQ(flag_codes(find("w2")), "edit-conflict");
    EXPECT_EQ(states("v1"), (Ids{"v1", "v2", "w2"}));
    // What follows on the line goes on; what follows beside it stays beside it.
    send(*store_, {.id = "w3", .replaces = "w2", .answers = "more"});
    EXPECT_EQ(find("v1").current_id, "v2");
    send(*store_, {.id = "v3", .replaces = "v2", .answers = "3"});
    EXPECT_EQ(find("v1").current_id, "v3");
    EXPECT_EQ(find("v1").edits, 4);
}

TEST_P(InterviewStoreTest, EditsInARingLoseNothing) {
    send(*store_, {.id = "self", .replaces = "self"});
    EXPECT_EQ(flag_codes(find("self")), "edit-without-original");
    send(*store_, {.id = "a", .replaces = "b", .answers = "a"});
    send(*store_, {.id = "b", .replaces = "a", .answers = "b"});
    EXPECT_EQ(interviews(), 2);
    EXPECT_EQ(find("b").instance_id, "a");
    EXPECT_EQ(find("a").current_id, "b");
    EXPECT_EQ(states("a"), (Ids{"a", "b"}));
}

TEST_P(InterviewStoreTest, AnEditBeginsItsReviewAgain) {
    send(*store_, {.id = "v1"});
    ASSERT_TRUE(store_->add_review({"v1", 5, "officer", ReviewState::approved, "fine"}));
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"});
    EXPECT_EQ(find("v1").review, ReviewState::none);
    EXPECT_EQ(got(store_->reviews("v2")).size(), 1U);
    ASSERT_TRUE(store_->add_review({"v2", 6, "officer", ReviewState::rejected, "no"}));
    // Beside the line: nothing of what was reviewed has changed.
    send(*store_, {.id = "w2", .replaces = "v1", .answers = "other"});
    EXPECT_EQ(find("v1").review, ReviewState::rejected);
}

TEST_P(InterviewStoreTest, WhatAnEarlyEditWasToldStaysWithIt) {
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"});
    ASSERT_TRUE(store_->add_review({"v2", 5, "officer", ReviewState::approved, "fine"}));
    ASSERT_TRUE(store_->add_correction({"v2", "age", "17", "71", "typo", "officer", 6}));
    send(*store_, {.id = "v1"});
    EXPECT_EQ(find("v1").review, ReviewState::approved);
    ASSERT_EQ(got(store_->reviews("v1")).size(), 1U);
    EXPECT_EQ(got(store_->reviews("v1")).front().instance_id, "v1");
    ASSERT_EQ(got(store_->corrections("v1")).size(), 1U);
    EXPECT_EQ(got(store_->corrections("")).front().instance_id, "v1");
}

// --- reviews, corrections, withdrawing ---

TEST_P(InterviewStoreTest, ReviewsAndCorrectionsAreKeptInOrder) {
    send(*store_, {.id = "v1"});
    send(*store_, {.id = "x1"});
    ASSERT_TRUE(store_->add_review({"v1", 5, "officer", ReviewState::has_issues, "age?"}));
    ASSERT_TRUE(store_->add_review({"v1", 6, "aigul@x", std::nullopt, "asked her again"}));
    ASSERT_TRUE(store_->add_review({"v1", 2007, "officer", ReviewState::approved, ""}));
    ASSERT_TRUE(store_->add_review({"x1", 8, "officer", ReviewState::rejected, "made up"}));
    const auto reviews = got(store_->reviews("v1"));
    ASSERT_EQ(reviews.size(), 3U);
    EXPECT_EQ(reviews[0].state, ReviewState::has_issues);
    EXPECT_EQ(reviews[1].state, std::nullopt);
    EXPECT_EQ(reviews[1].comment, "asked her again");
    EXPECT_EQ(reviews[2].by, "officer");
    EXPECT_EQ(find("v1").review, ReviewState::approved);
    EXPECT_EQ(find("v1").updated, 2007);
    ASSERT_TRUE(store_->add_correction({"v1", "child[2]/age", "17", "7", "typo", "officer", 9}));
    ASSERT_TRUE(store_->add_correction({"x1", "sex", "", "male", "left out", "officer", 10}));
    ASSERT_TRUE(store_->add_correction({"v1", "sex", "male", "female", "typo", "officer", 11}));
    const auto corrections = got(store_->corrections("v1"));
    ASSERT_EQ(corrections.size(), 2U);
    EXPECT_EQ(corrections[0].path, "child[2]/age");
    EXPECT_EQ(corrections[0].old_value, "17");
    EXPECT_EQ(corrections[0].new_value, "7");
    EXPECT_EQ(corrections[0].reason, "typo");
    EXPECT_EQ(corrections[1].at, 11);
    EXPECT_EQ(got(store_->corrections("")).size(), 3U);
    EXPECT_TRUE(got(store_->corrections("nobody")).empty());
}

TEST_P(InterviewStoreTest, AWithdrawnInterviewIsGoneAndStaysGone) {
    send(*store_, {.id = "keep", .files = {{"same.jpg", "S"}}});
    send(*store_, {.id = "v1", .files = {{"p.jpg", "P"}, {"same.jpg", "S"}}});
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"});
    send(*store_, {.id = "v2", .answers = "set aside"});
    ASSERT_TRUE(store_->add_review({"v1", 5, "officer", ReviewState::approved, "fine"}));
    ASSERT_TRUE(store_->add_correction({"v2", "age", "17", "71", "typo", "officer", 6}));
    ASSERT_TRUE(store_->withdraw("v2", "officer", 7));
    ASSERT_TRUE(store_->withdraw("v1", "officer", 8));  // again: it is so already
    EXPECT_EQ(got(store_->withdrawn()), 1);
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(got(store_->find("v1")), std::nullopt);
    EXPECT_EQ(got(store_->find("v2")), std::nullopt);
    EXPECT_TRUE(got(store_->history("v1")).empty());
    EXPECT_TRUE(got(store_->reviews("v1")).empty());
    EXPECT_TRUE(got(store_->corrections("")).empty());
    EXPECT_TRUE(got(store_->all_set_aside()).empty());
    EXPECT_FALSE(store_->file("v1", "p.jpg"));
    EXPECT_EQ(got(store_->file("keep", "same.jpg")), "S");
    EXPECT_EQ(got(store_->tally()).front().interviews, 1);
    EXPECT_EQ(got(store_->devices()).front().interviews, 1);
    // The tablet sends it again, whole and edited, with other answers, with more files.
    EXPECT_EQ(send(*store_, {.id = "v1", .files = {{"p.jpg", "P"}}}),
              (Receipt{ReceiptKind::withdrawn, 0, "v1", ""}));
    EXPECT_EQ(send(*store_, {.id = "v2", .replaces = "v1", .answers = "2"}).kind,
              ReceiptKind::withdrawn);
    EXPECT_EQ(send(*store_, {.id = "v1", .answers = "new"}).kind, ReceiptKind::withdrawn);
    EXPECT_EQ(send(*store_, {.id = "v3", .replaces = "v2"}).kind, ReceiptKind::withdrawn);
    EXPECT_EQ(send(*store_, {.id = "v4", .replaces = "v3"}).kind, ReceiptKind::withdrawn);
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(got(store_->withdrawn()), 1);
}

TEST_P(InterviewStoreTest, AListOfHashesWithdrawsWhoIsThereAndWhoComesLater) {
    send(*store_, {.id = "keep"});
    send(*store_, {.id = "v1", .answers = "one"});
    send(*store_, {.id = "v2", .replaces = "v1", .answers = "two"});
    send(*store_, {.id = "keep", .answers = "of somebody else"});  // set aside
    ASSERT_EQ(got(store_->all_set_aside()).size(), 1U);
    const std::string aside =
        got(store_->set_aside_bytes(got(store_->all_set_aside()).front().number));
    const std::vector<std::string> list{sha256("v1"), sha256("v2"), sha256("later"), sha256(aside)};
    EXPECT_EQ(got(store_->withdraw_listed(list, "officer", 9)), 1);
    EXPECT_EQ(got(store_->withdrawn()), 1);
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(got(store_->find("v2")), std::nullopt);
    EXPECT_TRUE(got(store_->all_set_aside()).empty());
    EXPECT_EQ(send(*store_, {.id = "later"}).kind, ReceiptKind::withdrawn);
    EXPECT_EQ(send(*store_, {.id = "v1", .answers = "one"}).kind, ReceiptKind::withdrawn);
    send(*store_, {.id = "keep", .answers = "of somebody else"});
    EXPECT_TRUE(got(store_->all_set_aside()).empty());
    const auto revision = store_->revision();
    EXPECT_EQ(got(store_->withdraw_listed(list, "officer", 9)), 0);  // it is so already
    EXPECT_EQ(store_->revision(), revision);
    const auto buried = got(store_->tombstones());
    for (const std::string& hash : list)
        EXPECT_NE(std::ranges::find(buried, hash), buried.end());
}

TEST_P(InterviewStoreTest, AnOriginalThatComesAfterItsEditWasWithdrawnIsNotKept) {
    send(*store_, {.id = "v2", .replaces = "v1"});
    send(*store_, {.id = "other", .replaces = "v1"});
    ASSERT_TRUE(store_->withdraw("v2", "officer", 7));
    // One withdrawal takes one interview, though a form may give all the same deprecatedID.
    EXPECT_EQ(find("other").sequence, 2);
    EXPECT_EQ(send(*store_, {.id = "third", .replaces = "v1"}).kind, ReceiptKind::stored);
    EXPECT_EQ(send(*store_, {.id = "v1"}).kind, ReceiptKind::withdrawn);
}

TEST_P(InterviewStoreTest, AnEarlyEditGoesWhenItsLineTurnsOutToBeWithdrawn) {
    send(*store_, {.id = "v1"});
    send(*store_, {.id = "v3", .replaces = "v2"});
    ASSERT_TRUE(store_->withdraw("v1", "officer", 7));
    EXPECT_EQ(interviews(), 1);
    EXPECT_EQ(send(*store_, {.id = "v2", .replaces = "v1"}).kind, ReceiptKind::withdrawn);
    EXPECT_EQ(interviews(), 0);
    EXPECT_EQ(send(*store_, {.id = "v3", .replaces = "v2"}).kind, ReceiptKind::withdrawn);
}

// --- lists and totals ---

TEST_P(InterviewStoreTest, InterviewsAreListedLatestFirstAndPageByPage) {
    for (int i = 1; i <= 7; ++i)
        send(*store_, {.id = "i" + std::to_string(i)});
    EXPECT_EQ(listed({}), (Ids{"i7", "i6", "i5", "i4", "i3", "i2", "i1"}));
    const auto page = got(store_->list({}, 5, 2));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].sequence, 4);
    EXPECT_EQ(page[1].sequence, 3);
    EXPECT_TRUE(got(store_->list({}, 1, 10)).empty());
    EXPECT_TRUE(got(store_->list({}, 0, 0)).empty());
    const auto current = got(store_->read_current(5, 1));
    ASSERT_EQ(current.size(), 1U);
    EXPECT_EQ(current[0].interview, find("i6"));
    EXPECT_EQ(current[0].xml, xml_of({.id = "i6"}));
}

TEST_P(InterviewStoreTest, InterviewsAreFoundByEachOfTheirFacts) {
    send(*store_, {.id = "a", .enumerator = "Aigul", .area = "almaty", .day = "2024-05-01"});
    send(*store_, {.id = "b", .enumerator = "Berik", .area = "almaty", .day = "2024-05-02"});
    send(*store_,
         {.id = "c",
          .enumerator = "Berik",
          .area = "astana",
          .day = "2024-05-03",
          .sender = "berik",
          .flags = {{"clock", "", ""}}});
    send(*store_,
         {.id = "d",
          .area = "aktau",
          .day = "2024-05-03",
          .sender = "dana",
          .flags = {{"clock", "", ""}, {"too-fast", "q", ""}},
          .pilot = true});
    ASSERT_TRUE(store_->add_review({"b", 1, "officer", ReviewState::approved, ""}));
    EXPECT_EQ(listed({.area = "almaty"}), (Ids{"b", "a"}));
    EXPECT_EQ(listed({.enumerator = "Berik"}), (Ids{"c", "b"}));
    EXPECT_EQ(listed({.area = "almaty", .enumerator = "Berik"}), (Ids{"b"}));
    EXPECT_EQ(listed({.day_from = "2024-05-02"}), (Ids{"d", "c", "b"}));
    EXPECT_EQ(listed({.day_to = "2024-05-02"}), (Ids{"b", "a"}));
    EXPECT_EQ(listed({.day_from = "2024-05-02", .day_to = "2024-05-02"}), (Ids{"b"}));
    EXPECT_EQ(listed({.senders = {"berik", "dana"}}), (Ids{"d", "c"}));
    EXPECT_EQ(listed({.senders = {"nobody"}}), Ids{});
    EXPECT_EQ(listed({.language = "ru"}), (Ids{"d", "c", "b", "a"}));
    EXPECT_EQ(listed({.language = "kk"}), Ids{});
    EXPECT_EQ(listed({.flag = "clock"}), (Ids{"d", "c"}));
    EXPECT_EQ(listed({.area = "astana", .flag = "clock"}), (Ids{"c"}));
    EXPECT_EQ(listed({.flag = "too-fast", .pilot = true}), (Ids{"d"}));
    EXPECT_EQ(listed({.review = ReviewState::approved}), (Ids{"b"}));
    EXPECT_EQ(listed({.review = ReviewState::none}), (Ids{"d", "c", "a"}));
    EXPECT_EQ(listed({.pilot = false}), (Ids{"c", "b", "a"}));
    EXPECT_EQ(got(store_->list({.flag = "clock"}, 4, 5)).front().instance_id, "c");
}

TEST_P(InterviewStoreTest, TheTallyFollowsEveryChange) {
    const auto rows = [&] {
        std::string out;
        for (const TallyRow& row : got(store_->tally())) {
            out += row.day + " " + row.area + " " + row.group + " " + row.enumerator + " " +
                   row.language + " " + row.consent + " " + std::string(name_of(row.review)) +
                   (row.counted ? " counted" : "") + (row.pilot ? " pilot " : " ") + row.sender +
                   " " + std::to_string(row.interviews) + "/" + std::to_string(row.flagged) + "\n";
        }
        return out;
    };
    send(*store_, {.id = "a"});
    send(*store_, {.id = "b", .flags = {{"clock", "", ""}}});
    send(*store_, {.id = "c", .area = "astana", .pilot = true});
    EXPECT_EQ(rows(),
              "2024-05-01 almaty female Aigul ru yes none counted aigul 2/1\n"
              "2024-05-01 astana female Aigul ru yes none counted pilot aigul 1/0\n");
    ASSERT_TRUE(store_->add_review({"a", 1, "officer", ReviewState::rejected, ""}));
    send(*store_, {.id = "c2", .replaces = "c", .area = "aktau"});
    send(*store_, {.id = "a", .answers = "other"});
    EXPECT_EQ(rows(),
              "2024-05-01 aktau female Aigul ru yes none counted aigul 1/0\n"
              "2024-05-01 almaty female Aigul ru yes none counted aigul 1/1\n"
              "2024-05-01 almaty female Aigul ru yes rejected counted aigul 1/1\n");
    ASSERT_TRUE(store_->withdraw("a", "officer", 2));
    ASSERT_TRUE(store_->withdraw("c", "officer", 2));
    EXPECT_EQ(rows(), "2024-05-01 almaty female Aigul ru yes none counted aigul 1/1\n");
}

TEST_P(InterviewStoreTest, MedianDurationsAreExactToTheSecond) {
    const auto medians = [&] {
        std::string out;
        for (const auto& [enumerator, seconds] : got(store_->median_durations())) {
            out += enumerator + " " + std::to_string(seconds).substr(0, 6) + "\n";
        }
        return out;
    };
    const auto of_all = [&] { return got(store_->median_duration()); };
    EXPECT_FALSE(of_all());
    send(*store_, {.id = "a", .enumerator = "Aigul", .seconds = 600});
    send(*store_, {.id = "b", .enumerator = "Aigul", .seconds = 601});
    send(*store_, {.id = "c", .enumerator = "Berik", .seconds = 900});
    send(*store_, {.id = "d", .enumerator = "Berik", .seconds = std::nullopt});
    send(*store_, {.id = "e", .enumerator = "Berik", .seconds = -5});  // a clock that was put back
    EXPECT_EQ(medians(), "Aigul 600.50\nBerik 900.00\n");
    EXPECT_EQ(got(store_->median_duration()), 601);
    send(*store_, {.id = "f", .enumerator = "Aigul", .seconds = 7000});
    send(*store_, {.id = "c2", .replaces = "c", .enumerator = "Berik", .seconds = 905});
    EXPECT_EQ(medians(), "Aigul 601.00\nBerik 905.00\n");
    EXPECT_EQ(of_all(), 753) << "of 600, 601, 905 and 7000";
    ASSERT_TRUE(store_->withdraw("c", "officer", 2));
    ASSERT_TRUE(store_->withdraw("b", "officer", 2));
    EXPECT_EQ(medians(), "Aigul 3800.0\n");
    ASSERT_TRUE(store_->withdraw("a", "officer", 2));
    ASSERT_TRUE(store_->withdraw("f", "officer", 2));
    EXPECT_EQ(got(store_->median_duration()), std::nullopt);
}

// --- devices, the life of the study, the revision ---

TEST_P(InterviewStoreTest, DevicesAreKnownByTheirLastContact) {
    DeviceContact contact;
    contact.device_id = "tablet-1";
    contact.sender = "aigul";
    contact.user_agent = "Collect/1";
    contact.last = 500;
    contact.last_form_version = "7";
    ASSERT_TRUE(store_->note_contact(contact));
    send(*store_, {.id = "a", .at = 1000});
    send(*store_, {.id = "b", .at = 900});
    send(*store_, {.id = "a", .at = 1200});
    contact = {};
    contact.device_id = "tablet-2";
    contact.sender = "berik";
    contact.last = 300;
    ASSERT_TRUE(store_->note_contact(contact));
    const auto devices = got(store_->devices());
    ASSERT_EQ(devices.size(), 2U);
    EXPECT_EQ(devices[0].device_id, "tablet-1");
    EXPECT_EQ(devices[0].first, 500);
    EXPECT_EQ(devices[0].last, 1200);
    EXPECT_EQ(devices[0].user_agent, "Collect");
    EXPECT_EQ(devices[0].last_form_version, "7");
    EXPECT_EQ(devices[0].interviews, 2);
    EXPECT_EQ(devices[1].sender, "berik");
    EXPECT_EQ(devices[1].interviews, 0);
}

TEST_P(InterviewStoreTest, TheStateOfTheFieldIsKept) {
    for (const FieldState state : {FieldState::pilot, FieldState::open, FieldState::closed}) {
        ASSERT_TRUE(store_->set_field_state(state, "officer", 5));
        EXPECT_EQ(got(store_->field_state()), state);
    }
}

TEST_P(InterviewStoreTest, TheRevisionGrowsWithEveryChange) {
    std::uint64_t last = store_->revision();
    const auto grown = [&] {
        const bool more = store_->revision() > last;
        last = store_->revision();
        return more;
    };
    send(*store_, {.id = "a"});
    EXPECT_TRUE(grown());
    ASSERT_TRUE(store_->add_review({"a", 1, "officer", ReviewState::approved, ""}));
    EXPECT_TRUE(grown());
    ASSERT_TRUE(store_->add_correction({"a", "age", "1", "2", "", "officer", 2}));
    EXPECT_TRUE(grown());
    ASSERT_TRUE(store_->set_field_state(FieldState::open, "officer", 3));
    EXPECT_TRUE(grown());
    ASSERT_TRUE(store_->withdraw("a", "officer", 4));
    EXPECT_TRUE(grown());
    EXPECT_FALSE(store_->withdraw("nobody", "officer", 4));
    EXPECT_TRUE(got(store_->list({}, 0, 10)).empty());
    EXPECT_FALSE(grown());
}

TEST_P(InterviewStoreTest, TwoTabletsMaySendTheSameBatchesAtOnce) {
    constexpr int interviews_sent = 20;
    constexpr int files_each = 6;
    std::vector<std::thread> tablets;
    for (int tablet = 0; tablet < 4; ++tablet) {
        tablets.emplace_back([&, tablet] {
            for (int i = 0; i < interviews_sent * files_each; ++i) {
                const int step = tablet % 2 == 0 ? i : interviews_sent * files_each - 1 - i;
                const std::string id = "i" + std::to_string(step / files_each);
                const std::string name = "f" + std::to_string(step % files_each);
                const Receipt receipt = send(*store_, {.id = id, .files = {{name, id + name}}});
                EXPECT_NE(receipt.kind, ReceiptKind::set_aside);
            }
        });
    }
    for (std::thread& tablet : tablets)
        tablet.join();
    EXPECT_EQ(interviews(), interviews_sent);
    for (int i = 0; i < interviews_sent; ++i) {
        const std::string id = "i" + std::to_string(i);
        EXPECT_EQ(files(id), "f0 f1 f2 f3 f4 f5");
        EXPECT_EQ(got(store_->file(id, "f3")), id + "f3");
        EXPECT_EQ(got(store_->history(id)).size(), 1U);
    }
    EXPECT_EQ(got(store_->tally()).front().interviews, interviews_sent);
}

std::unique_ptr<InterviewStore> open_memory(const std::string& /*folder*/) {
    return std::make_unique<MemoryInterviewStore>();
}

std::unique_ptr<InterviewStore> open_sqlite(const std::string& folder) {
    auto store = SqliteInterviewStore::open(folder);
    if (!store) {
        ADD_FAILURE() << store.error().message;
        return nullptr;
    }
    return std::move(store).value();
}

// --- tables, page by page ---

// "3:0+1/2 1:0+2/2": interview, first row, rows taken, rows it has.
std::string printed(const std::vector<RowRun>& runs) {
    std::string out;
    for (const RowRun& run : runs) {
        out += (out.empty() ? "" : " ") + std::to_string(run.sequence) + ":" +
               std::to_string(run.first) + "+" + std::to_string(run.rows) + "/" +
               std::to_string(run.all);
    }
    return out;
}

// An interview with so many rounds of the repeat "member".
Arrival with_members(const std::string& id, std::string_view xml, int members) {
    Arrival arrival;
    arrival.instance_id = id;
    arrival.form_id = "f";
    arrival.version = "1";
    arrival.xml = xml;
    arrival.received = 1'000;
    arrival.sender = "aigul";
    arrival.repeats.emplace();
    if (members > 0) arrival.repeats->emplace_back("member", members);
    return arrival;
}

TEST_P(InterviewStoreTest, FindsAPageOfATableByItsRows) {
    for (const auto& [id, members] :
         std::vector<std::pair<std::string, int>>{{"a", 2}, {"b", 0}, {"c", 3}, {"d", 1}}) {
        (void)got(store_->receive(with_members(id, "<" + id + "/>", members)));
    }
    const auto runs = [&](std::int64_t from, std::int64_t skip, std::int64_t rows) {
        return printed(
            got(store_->row_runs({.place = "member", .from = from, .skip = skip, .rows = rows})));
    };
    EXPECT_EQ(runs(0, 0, 100), "4:0+1/1 3:0+3/3 1:0+2/2");
    EXPECT_EQ(runs(0, 2, 3), "3:1+2/3 1:0+1/2");
    EXPECT_EQ(runs(3, 3, 3), "1:0+2/2");
    EXPECT_EQ(runs(0, 6, 3), "");
    EXPECT_EQ(got(store_->count_rows({.place = "member"})), 6);
    EXPECT_EQ(got(store_->count_rows({})), 4);
    EXPECT_EQ(printed(got(store_->row_runs({.rows = 2}))), "4:0+1/1 3:0+1/1");
}

TEST_P(InterviewStoreTest, RowsFollowEditsAndWithdrawals) {
    (void)got(store_->receive(with_members("a", "<a/>", 2)));
    (void)got(store_->receive(with_members("b", "<b/>", 1)));
    Arrival edit = with_members("a2", "<a2/>", 5);
    edit.deprecated_id = "a";
    (void)got(store_->receive(edit));
    EXPECT_EQ(printed(got(store_->row_runs({.place = "member", .rows = 9}))), "2:0+1/1 1:0+5/5");
    EXPECT_TRUE(store_->withdraw("a", "officer", 1));
    EXPECT_EQ(printed(got(store_->row_runs({.place = "member", .rows = 9}))), "2:0+1/1");
    EXPECT_EQ(got(store_->count_rows({.place = "member"})), 1);
    EXPECT_EQ(got(store_->count_rows({})), 1);
}

TEST_P(InterviewStoreTest, PilotsAreInNoTable) {
    Arrival pilot = with_members("a", "<a/>", 2);
    pilot.pilot = true;
    (void)got(store_->receive(pilot));
    EXPECT_EQ(got(store_->count_rows({})), 0);
    EXPECT_EQ(got(store_->count_rows({.place = "member"})), 0);
}

TEST_P(InterviewStoreTest, RowsAreChosenByWhatIsKnownOfTheirInterview) {
    for (const char* id : {"a", "b", "c"}) {
        const std::string xml = std::string("<") + id + "/>";
        Arrival arrival = with_members(id, xml, 2);
        arrival.sender = *id == 'b' ? "berik" : "aigul";
        arrival.received = 1'000 * (*id - 'a' + 1);
        (void)got(store_->receive(arrival));
    }
    EXPECT_TRUE(store_->add_review(
        {.instance_id = "c", .at = 9'000, .by = "o", .state = ReviewState::approved}));
    RowQuery query{.place = "member", .rows = 9};
    query.accept = [](const RowKey& key) { return key.received >= 2'000; };
    EXPECT_EQ(printed(got(store_->row_runs(query))), "3:0+2/2 2:0+2/2");
    query.accept = [](const RowKey& key) {
        return key.review == ReviewState::approved && key.updated == 9'000 && key.edits == 0;
    };
    EXPECT_EQ(printed(got(store_->row_runs(query))), "3:0+2/2");
    query.accept = [](const RowKey& key) { return key.sender == "berik"; };
    EXPECT_EQ(got(store_->count_rows(query)), 2);
    query.accept = nullptr;
    query.filter.senders = {"berik"};
    EXPECT_EQ(printed(got(store_->row_runs(query))), "2:0+2/2");
}

TEST_P(InterviewStoreTest, StatesThatNobodyCountedAreCountedLater) {
    Arrival arrival = with_members("a", "<a/>", 0);
    arrival.repeats.reset();
    (void)got(store_->receive(arrival));
    const auto waiting = got(store_->uncounted(10));
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].xml, "<a/>");
    EXPECT_TRUE(store_->count_states({{waiting[0].number, {{"member", 4}}}}));
    EXPECT_TRUE(store_->count_states({{waiting[0].number, {{"member", 5}}}}));
    EXPECT_TRUE(got(store_->uncounted(10)).empty());
    EXPECT_EQ(got(store_->count_rows({.place = "member"})), 4);
}

// Against a walk over all of them; several threads share commits, so the order is any.
TEST_P(InterviewStoreTest, SkipsRowsAcrossBlocks) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 32; ++t) {
        threads.emplace_back([this, t] {
            for (int i = t; i < 2'100; i += 32) {
                const std::string id = "i" + std::to_string(i);
                (void)got(store_->receive(with_members(id, "<" + id + "/>", i % 3)));
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const auto all = got(store_->row_runs({.place = "member", .rows = 10'000}));
    ASSERT_EQ(all.size(), 1'400U);
    EXPECT_EQ(got(store_->count_rows({.place = "member"})), 2'100);
    for (const std::int64_t from : {0, 1'500, 1'024, 1'023}) {
        for (const std::int64_t skip : {0, 50, 77, 1'000, 1'099, 1'100, 2'099}) {
            std::int64_t left = skip;
            std::string expected;
            for (const RowRun& run : all) {
                if (from > 0 && run.sequence > from) continue;
                if (left < run.all) {
                    expected = printed({{run.sequence, left, 1, run.all}});
                    break;
                }
                left -= run.all;
            }
            EXPECT_EQ(printed(got(store_->row_runs(
                          {.place = "member", .from = from, .skip = skip, .rows = 1}))),
                      expected)
                << from << " " << skip;
        }
    }
}

TEST_P(InterviewStoreTest, ReadsWholeInterviewsWithTheirCorrections) {
    (void)got(store_->receive(with_members("a", "<a/>", 0)));
    (void)got(store_->receive(with_members("b", "<b/>", 0)));
    CorrectionRow correction;
    correction.instance_id = "a";
    correction.path = "age";
    correction.new_value = "5";
    EXPECT_TRUE(store_->add_correction(correction));
    const auto whole = got(store_->read_whole({2, 7, 1}));
    ASSERT_EQ(whole.size(), 2U);
    EXPECT_EQ(whole[0].interview.instance_id, "b");
    EXPECT_TRUE(whole[0].corrections.empty());
    EXPECT_EQ(whole[1].xml, "<a/>");
    ASSERT_EQ(whole[1].corrections.size(), 1U);
    EXPECT_EQ(whole[1].corrections[0].new_value, "5");
}

TEST_P(InterviewStoreTest, KeepsCorrectionsInConflictBesideThoseThatStand) {
    send(*store_, {.id = "a"});
    CorrectionRow stands;
    stands.instance_id = "a";
    stands.path = "age";
    stands.old_value = "1";
    stands.new_value = "2";
    CorrectionRow kept = stands;
    kept.new_value = "3";
    kept.applied = false;
    EXPECT_TRUE(store_->add_correction(stands));
    EXPECT_TRUE(store_->add_correction(kept));
    EXPECT_EQ(got(store_->corrections("a")), (std::vector<CorrectionRow>{stands}));
    EXPECT_EQ(got(store_->correction_history("a")), (std::vector<CorrectionRow>{stands, kept}));
    EXPECT_EQ(got(store_->correction_history("")).size(), 2U);
    EXPECT_EQ(got(store_->read_whole({1}))[0].corrections, (std::vector<CorrectionRow>{stands}));
    EXPECT_TRUE(store_->withdraw("a", "owner", 9));
    EXPECT_TRUE(got(store_->correction_history("")).empty());
}

INSTANTIATE_TEST_SUITE_P(Of,
                         InterviewStoreTest,
                         testing::Values(Side{"Memory", open_memory}, Side{"Sqlite", open_sqlite}),
                         [](const auto& side) { return side.param.name; });

TEST(InterviewShape, ARingOfStatesBeginsWithTheEarliest) {
    EXPECT_EQ(
        shape_of({{"a", "b"}, {"b", "a"}}),
        (InterviewShape{.first = 0, .current = 1, .conflict = false, .without_original = true}));
}

TEST(Names, OfStatesAreReadBack) {
    for (const ReviewState state : {ReviewState::none,
                                    ReviewState::has_issues,
                                    ReviewState::approved,
                                    ReviewState::rejected}) {
        EXPECT_EQ(review_state_named(name_of(state)), state);
    }
    for (const FieldState state : {FieldState::draft,
                                   FieldState::pilot,
                                   FieldState::open,
                                   FieldState::closing,
                                   FieldState::closed}) {
        EXPECT_EQ(field_state_named(name_of(state)), state);
    }
    EXPECT_EQ(review_state_named("fine"), std::nullopt);
    EXPECT_EQ(field_state_named(""), std::nullopt);
}

TEST(Sha256, IsThatOfTheStandard) {  // FIPS 180-2, appendix B.1
    EXPECT_EQ(hexadecimal(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace mtm
