#include "capture/cleaning.h"

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"
#include "capture/imported.h"

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
        IncomingInterview incoming;
        incoming.interview.instance_id = "uuid:a";
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
    // The first row speaks of what is no more.
    cleaned = apply(log);
    EXPECT_EQ(cleaned.counts.changed, 0);
    EXPECT_EQ(cleaned.counts.as_before, 1);
    ASSERT_EQ(cleaned.diagnostics.size(), 1U);
    EXPECT_EQ(cleaned.diagnostics[0].code, "old-value-differs");
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
