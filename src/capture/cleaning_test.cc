#include "capture/cleaning.h"

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"
#include "capture/imported.h"
#include "store/correction_conflicts.h"

namespace mtm {
namespace {

class CleaningTest : public testing::Test {
protected:
    CleaningTest() {
        study_.versions.push_back(version_from_text(R"(
            survey
            | type    | name | label |
            | integer | age  | Age   |
            settings
            | form_id | version |
            | people  | 7       |
        )"));
        study_.study.questionnaire = study_.versions.front()->questionnaire;
        study_.store = store_;
        take("uuid:a");
    }

    void take(const std::string& instance_id) {
        IncomingInterview incoming;
        incoming.interview.instance_id = instance_id;
        incoming.interview.version = "7";
        incoming.interview.answers.push_back({0, {}, "53"});
        incoming.received = 1;
        EXPECT_TRUE(take_imported(study_, {incoming}));
    }

    static LoggedChange age_to(const std::string& value, std::optional<std::string> old_value) {
        LoggedChange out;
        out.type = ChangeType::change_response;
        out.instance_id = "uuid:a";
        out.to = {0, {}, value};
        out.old_value = std::move(old_value);
        out.row = 2;
        return out;
    }

    Cleaned apply(const std::vector<LoggedChange>& changes) {
        return *apply_cleaning_log(study_, changes, "log.csv", "officer", 5);
    }

    std::shared_ptr<MemoryInterviewStore> store_ = std::make_shared<MemoryInterviewStore>();
    ServedStudy study_;
};

TEST_F(CleaningTest, AppliesRowsInTheirOrderAndOnce) {
    LoggedChange second = age_to("36", {});
    second.author = "Aza";
    second.time = "2024-05-02";
    const std::vector<LoggedChange> log{age_to("35", "53"), second};
    Cleaned cleaned = apply(log);
    EXPECT_TRUE(cleaned.diagnostics.empty());
    EXPECT_EQ(cleaned.counts.changed, 2);
    EXPECT_EQ(cleaned.counts.unverified, 1);
    const auto rows = *store_->corrections("uuid:a");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].path, "age");
    EXPECT_EQ(rows[0].old_value, "53");
    EXPECT_EQ(rows[0].author, "officer");
    EXPECT_EQ(rows[0].at, 5);
    EXPECT_TRUE(rows[0].verified);
    EXPECT_EQ(rows[1].old_value, "35");  // what stood, though the log does not say it
    EXPECT_EQ(rows[1].author, "Aza");
    EXPECT_EQ(rows[1].at, 1'714'608'000'000);
    EXPECT_FALSE(rows[1].verified);
    // The first row speaks of what is no more, but it is what changed it.
    cleaned = apply(log);
    EXPECT_EQ(cleaned.counts.changed, 0);
    EXPECT_EQ(cleaned.counts.as_before, 2);
    EXPECT_TRUE(cleaned.diagnostics.empty());
    EXPECT_EQ(store_->correction_history("uuid:a")->size(), 2U);
}

TEST_F(CleaningTest, AnAnswerChangedAndChangedBackIsQuietToo) {
    const std::vector<LoggedChange> log{age_to("35", "53"), age_to("53", "35")};
    EXPECT_EQ(apply(log).counts.changed, 2);
    const Cleaned again = apply(log);
    EXPECT_EQ(again.counts.changed, 0);
    EXPECT_EQ(again.counts.as_before, 2);
    // A third row is a third change.
    std::vector<LoggedChange> longer = log;
    longer.push_back(age_to("35", "53"));
    EXPECT_EQ(apply(longer).counts.changed, 1);
    EXPECT_EQ(apply(longer).counts.changed, 0);
}

TEST_F(CleaningTest, ARowIsKnownByItsTimeIfItSaysOne) {
    LoggedChange row = age_to("35", "53");
    row.time = "2024-05-02T10:00:00";
    EXPECT_EQ(apply({row, age_to("53", "35")}).counts.changed, 2);
    EXPECT_EQ(apply({row}).counts.as_before, 1);
    row.time = "2024-05-03";  // found out again, later
    EXPECT_EQ(apply({row}).counts.changed, 1);
}

// --- two people, one answer ---

LoggedChange by(const std::string& author, LoggedChange change) {
    change.author = author;
    return change;
}

TEST_F(CleaningTest, TwoPeoplesCorrectionsOfOneAnswerAreKeptSideBySide) {
    const LoggedChange first = by("Aza", age_to("35", "53"));
    LoggedChange second = by("Bek", age_to("36", "53"));
    second.row = 3;
    const Cleaned cleaned = apply({first, second});
    EXPECT_EQ(cleaned.counts.changed, 1);
    EXPECT_EQ(cleaned.counts.conflicts, 1);
    ASSERT_EQ(cleaned.diagnostics.size(), 1U);
    const Diagnostic& told = cleaned.diagnostics[0];
    EXPECT_EQ(told.code, "correction-conflict");
    EXPECT_EQ(told.place.row, 3);
    for (const char* part : {"“age”", "“53”", "“35” by Aza", "“36” by Bek", "1970-01-01"})
        EXPECT_NE(told.message.find(part), std::string::npos) << told.message;
    EXPECT_NE(told.remedy.find("“35”"), std::string::npos) << told.remedy;
    const auto conflicts = conflicts_in(*store_->correction_history("uuid:a"));
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0].standing.author, "Aza");
    EXPECT_EQ(conflicts[0].refused.author, "Bek");
    EXPECT_EQ(conflicts[0].refused.old_value, "53");
    EXPECT_EQ(conflicts[0].refused.new_value, "36");
    EXPECT_FALSE(conflicts[0].settled);
    // What stands is the first one's.
    ASSERT_EQ(store_->corrections("uuid:a")->size(), 1U);
    EXPECT_EQ(store_->corrections("uuid:a")->at(0).new_value, "35");
    // It is told again as long as it is open, and kept once.
    EXPECT_EQ(apply({first, second}).diagnostics.size(), 1U);
    EXPECT_EQ(store_->correction_history("uuid:a")->size(), 2U);
}

TEST_F(CleaningTest, AConflictIsSettledByARowThatKnowsWhatStands) {
    const std::vector<LoggedChange> log{by("Aza", age_to("35", "53")),
                                        by("Bek", age_to("36", "53"))};
    EXPECT_EQ(apply(log).counts.conflicts, 1);
    for (const char* agreed : {"36", "35"}) {  // the other; then that again, which stands
        std::vector<LoggedChange> longer = log;
        const std::string stands = store_->corrections("uuid:a")->back().new_value;
        longer.push_back(by("Cholpon", age_to(agreed, stands)));
        const Cleaned settled = apply(longer);
        EXPECT_EQ(settled.counts.changed, 1) << agreed;
        EXPECT_TRUE(conflicts_in(*store_->correction_history("uuid:a"))[0].settled);
        EXPECT_EQ(store_->corrections("uuid:a")->back().new_value, agreed);
        const Cleaned again = apply(longer);
        EXPECT_EQ(again.counts.changed + again.counts.conflicts, 0);
        EXPECT_TRUE(again.diagnostics.empty());
    }
}

TEST_F(CleaningTest, WhatStandsCanBeConfirmed) {
    std::vector<LoggedChange> log{by("Aza", age_to("35", "53")), by("Bek", age_to("36", "53"))};
    EXPECT_EQ(apply(log).counts.conflicts, 1);
    log.push_back(by("Cholpon", age_to("35", "35")));
    EXPECT_EQ(apply(log).counts.changed, 1);
    EXPECT_TRUE(conflicts_in(*store_->correction_history("uuid:a"))[0].settled);
    const Cleaned again = apply(log);
    EXPECT_TRUE(again.diagnostics.empty());
    EXPECT_EQ(again.counts.as_before, 3);
    // Without a conflict there is nothing to confirm.
    EXPECT_EQ(apply({by("Dana", age_to("35", "35"))}).counts.as_before, 1);
}

TEST_F(CleaningTest, TwoPeopleWhoSayTheSameAreNotInConflict) {
    const Cleaned cleaned = apply({by("Aza", age_to("35", "53")), by("Bek", age_to("35.0", "53"))});
    EXPECT_TRUE(cleaned.diagnostics.empty());
    EXPECT_EQ(cleaned.counts.changed, 1);
    EXPECT_EQ(cleaned.counts.as_before, 1);
}

TEST_F(CleaningTest, AnOldValueThatNeverStoodIsNoConflict) {
    EXPECT_EQ(apply({by("Aza", age_to("35", "53"))}).counts.changed, 1);
    const Cleaned cleaned = apply({by("Bek", age_to("36", "54"))});
    ASSERT_EQ(cleaned.diagnostics.size(), 1U);
    EXPECT_EQ(cleaned.diagnostics[0].code, "old-value-differs");
    EXPECT_EQ(cleaned.counts.conflicts, 0);
    EXPECT_EQ(store_->correction_history("uuid:a")->size(), 1U);
}

TEST_F(CleaningTest, AnAnswerThatTellsWhoGaveItIsInNoMessage) {
    study_.versions.front()->questionnaire.questions[0].disclosure = Disclosure::identifier;
    const Cleaned cleaned = apply({by("Aza", age_to("35", "53")), by("Bek", age_to("36", "53"))});
    ASSERT_EQ(cleaned.diagnostics.size(), 1U);
    const std::string all = cleaned.diagnostics[0].message + cleaned.diagnostics[0].remedy;
    for (const char* value : {"53", "35", "36"})
        EXPECT_EQ(all.find(value), std::string::npos) << all;
}

TEST_F(CleaningTest, AppliesRowsWithoutOldValuesOnceThoughTheyFollowEachOther) {
    const std::vector<LoggedChange> log{age_to("35", {}), age_to("36", {}), age_to("35", {})};
    EXPECT_EQ(apply(log).counts.changed, 3);
    const Cleaned again = apply(log);
    EXPECT_EQ(again.counts.changed, 0);
    EXPECT_EQ(again.counts.as_before, 3);
    EXPECT_EQ(store_->corrections("uuid:a")->size(), 3U);
    // A row more is a change more.
    std::vector<LoggedChange> longer = log;
    longer.push_back(age_to("36", {}));
    EXPECT_EQ(apply(longer).counts.changed, 1);
}

TEST_F(CleaningTest, RemovesAnInterviewByReview) {
    LoggedChange removal;
    removal.type = ChangeType::remove_survey;
    removal.instance_id = "uuid:a";
    removal.reason = "too short";
    EXPECT_EQ(apply({removal, removal}).counts.removed, 1);
    EXPECT_EQ((*store_->find("uuid:a"))->review, ReviewState::rejected);
    EXPECT_EQ(store_->reviews("uuid:a")->at(0).comment, "too short");
}

// The reader puts "uuid:" before what a log calls "house 7".
TEST_F(CleaningTest, AnInterviewMayHaveANameOfItsFile) {
    take("house 7");
    LoggedChange change = age_to("35", "53");
    LoggedChange removal;
    removal.type = ChangeType::remove_survey;
    change.instance_id = removal.instance_id = "uuid:house 7";
    const CleaningCounts counts = apply({change, removal}).counts;
    EXPECT_EQ(counts.changed, 1);
    EXPECT_EQ(counts.removed, 1);
    EXPECT_EQ(store_->corrections("house 7")->size(), 1U);
    EXPECT_EQ((*store_->find("house 7"))->review, ReviewState::rejected);
}

TEST_F(CleaningTest, WhoIsPutBackIsNotRemovedAgainByTheSameRow) {
    LoggedChange removal;
    removal.type = ChangeType::remove_survey;
    removal.instance_id = "uuid:a";
    removal.reason = "too short";
    EXPECT_EQ(apply({removal}).counts.removed, 1);
    ReviewEvent back;
    back.instance_id = "uuid:a";
    back.at = 6;
    back.state = ReviewState::approved;
    EXPECT_TRUE(store_->add_review(back));
    EXPECT_EQ(apply({removal}).counts.as_before, 1);
    EXPECT_EQ((*store_->find("uuid:a"))->review, ReviewState::approved);
    removal.reason = "twice";  // another finding
    EXPECT_EQ(apply({removal}).counts.removed, 1);
}

TEST_F(CleaningTest, RefusesWhatIsAboutNoInterview) {
    LoggedChange change = age_to("35", {});
    change.instance_id = "uuid:other";
    const Cleaned cleaned = apply({change});
    ASSERT_EQ(cleaned.diagnostics.size(), 1U);
    EXPECT_EQ(cleaned.diagnostics[0].code, "change-of-unknown-interview");
    EXPECT_EQ(cleaned.diagnostics[0].place.row, 2);
}

}  // namespace
}  // namespace mtm
