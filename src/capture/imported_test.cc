#include "capture/imported.h"

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"
#include "interview/correction.h"

namespace mtm {
namespace {

class Imported : public testing::Test {
protected:
    Imported() {
        study_.versions.push_back(version_from_text(R"(
            survey
            | type    | name | label | relevant     |
            | integer | age  | Age   |              |
            | text    | work | Work  | ${age} >= 18 |
            settings
            | form_id | version |
            | people  | 7       |
        )"));
        study_.study.questionnaire = study_.versions[0]->questionnaire;
        study_.store = store_;
    }

    static IncomingInterview interview(const std::string& id,
                                       const std::string& age,
                                       const std::string& work) {
        IncomingInterview out;
        out.interview.instance_id = id;
        out.interview.version = "7";
        out.interview.answers.push_back({0, {}, age});
        if (!work.empty()) out.interview.answers.push_back({1, {}, work});
        out.received = 1'714'550'000'000;
        out.origin = "export.csv, row 2";
        return out;
    }

    // "added changed as-before earlier withdrawn".
    std::string take(const std::vector<IncomingInterview>& interviews) {
        const auto counts = take_imported(study_, interviews);
        if (!counts) return counts.error().message;
        return std::to_string(counts->added) + " " + std::to_string(counts->changed) + " " +
               std::to_string(counts->as_before) + " " + std::to_string(counts->earlier) + " " +
               std::to_string(counts->withdrawn);
    }

    StoredInterview stored(const std::string& id) { return **store_->find(id); }

    std::shared_ptr<MemoryInterviewStore> store_ = std::make_shared<MemoryInterviewStore>();
    ServedStudy study_;
};

TEST_F(Imported, AreJudgedAsWhatTabletsSend) {
    EXPECT_EQ(take({interview("uuid:a", "35", "cook"),
                    interview("uuid:b", "9", "cook"),
                    interview("uuid:c", "old", "")}),
              "3 0 0 0 0");
    EXPECT_TRUE(stored("uuid:a").flags.empty());
    EXPECT_EQ(stored("uuid:a").user_agent, "export.csv, row 2");
    EXPECT_EQ(stored("uuid:a").received, 1'714'550'000'000);
    ASSERT_EQ(stored("uuid:b").flags.size(), 1U);
    EXPECT_EQ(stored("uuid:b").flags[0].code, "not-asked");
    ASSERT_FALSE(stored("uuid:c").flags.empty());
    EXPECT_EQ(stored("uuid:c").flags[0].code, "not-a-number");
}

TEST_F(Imported, AddNothingTwiceAndKeepWhatTheyWere) {
    const std::vector<IncomingInterview> first{interview("uuid:a", "35", "cook"),
                                               interview("uuid:b", "40", "")};
    const std::vector<IncomingInterview> second{interview("uuid:a", "35", "driver"),
                                                interview("uuid:b", "40", "")};
    EXPECT_EQ(take(first), "2 0 0 0 0");
    EXPECT_EQ(take(first), "0 0 2 0 0");
    EXPECT_EQ(take(second), "0 1 1 0 0");
    EXPECT_EQ(take(second), "0 0 2 0 0");
    EXPECT_EQ(take(first), "0 0 1 1 0");  // an older export changes nothing back
    EXPECT_EQ(stored("uuid:a").edits, 1);
    const auto history = *store_->history("uuid:a");
    ASSERT_EQ(history.size(), 2U);
    EXPECT_NE(history[0].xml.find("<work>cook</work>"), std::string::npos);
    EXPECT_NE(history[1].xml.find("<work>driver</work>"), std::string::npos);
    EXPECT_NE(history[1].xml.find("<deprecatedID>uuid:a</deprecatedID>"), std::string::npos);
}

TEST_F(Imported, AreAsBeforeWhereATabletHasSentThemItself) {
    Arrival arrival;
    const std::string xml =
        "<data id=\"people\" version=\"7\"><work> cook </work><age>35</age><meta>"
        "<instanceID>uuid:a</instanceID></meta></data>";
    arrival.instance_id = "uuid:a";
    arrival.form_id = "people";
    arrival.version = "7";
    arrival.xml = xml;
    ASSERT_TRUE(store_->receive(arrival));
    EXPECT_EQ(take({interview("uuid:a", "35", "cook")}), "0 0 1 0 0");
    EXPECT_EQ(take({interview("uuid:a", "36", "cook")}), "0 1 0 0 0");
}

TEST_F(Imported, SayWhereTheFormWouldHaveEncryptedThem) {
    study_.versions[0]->encrypted = true;
    EXPECT_EQ(take({interview("uuid:a", "35", "cook")}), "1 0 0 0 0");
    ASSERT_EQ(stored("uuid:a").flags.size(), 1U);
    EXPECT_EQ(stored("uuid:a").flags[0].code, "not-encrypted");
}

TEST_F(Imported, StayWithdrawn) {
    EXPECT_EQ(take({interview("uuid:a", "35", "cook")}), "1 0 0 0 0");
    ASSERT_TRUE(store_->withdraw("uuid:a", "officer", 1));
    EXPECT_EQ(take({interview("uuid:a", "35", "driver")}), "0 0 0 0 1");
}

TEST_F(Imported, SayWhereTheVersionIsUnknown) {
    IncomingInterview other = interview("uuid:a", "35", "");
    other.interview.version = "6";
    EXPECT_EQ(take({other}), "1 0 0 0 0");
    EXPECT_EQ(take({other}), "0 0 1 0 0");
    ASSERT_FALSE(stored("uuid:a").flags.empty());
    EXPECT_EQ(stored("uuid:a").flags[0].code, "unknown-version");
}

TEST_F(Imported, StopWhereTheStoreDoes) {
    store_->faults().add({.call = "receive", .nth = 2});
    EXPECT_EQ(take({interview("uuid:a", "35", ""), interview("uuid:b", "35", "")}),
              "database or disk is full");
    EXPECT_EQ(take({interview("uuid:a", "35", ""), interview("uuid:b", "35", "")}), "1 0 1 0 0");
}

TEST_F(Imported, GoByPathToTheVersionThatTheyName) {
    // The study has gone on: questions stand in another order, one is new.
    study_.versions.push_back(version_from_text(R"(
        survey
        | type    | name  | label |
        | text    | home  | Home  |
        | text    | work  | Work  |
        | integer | age   | Age   |
        settings
        | form_id | version |
        | people  | 8       |
    )"));
    study_.study.questionnaire = study_.versions[1]->questionnaire;
    IncomingInterview old = interview("uuid:a", "", "");
    old.interview.answers = {{0, {}, "Astana"}, {1, {}, "cook"}, {2, {}, "35"}};
    EXPECT_EQ(take({old}), "1 0 0 0 0");
    const std::string xml = (*store_->history("uuid:a"))[0].xml;
    EXPECT_NE(xml.find("<age>35</age>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("<work>cook</work>"), std::string::npos);
    EXPECT_EQ(xml.find("Astana"), std::string::npos);
    ASSERT_FALSE(stored("uuid:a").flags.empty());
    EXPECT_EQ(stored("uuid:a").flags[0].code, "not-in-version");
    EXPECT_EQ(stored("uuid:a").flags[0].detail,
              "Left out, for its version of the form does not ask it: home.");
    EXPECT_EQ(take({old}), "0 0 1 0 0");
    old.interview.instance_id = "uuid:b";
    old.interview.version = "8";
    EXPECT_EQ(take({old}), "1 0 0 0 0");
    EXPECT_TRUE(stored("uuid:b").flags.empty());
}

TEST_F(Imported, ComeAsTheirTabletWroteThemWithTheirFiles) {
    IncomingInterview sent = interview("uuid:a", "35", "cook");
    sent.xml =
        "<data id=\"people\" version=\"7\"><work>cook</work><age>35</age><meta>"
        "<instanceID>uuid:a</instanceID></meta></data>";
    sent.files = {{"audit.csv", "text/csv", "event"}};
    EXPECT_EQ(take({sent}), "1 0 0 0 0");
    EXPECT_EQ((*store_->history("uuid:a"))[0].xml, sent.xml);
    EXPECT_FALSE(*lacks_file(study_, "uuid:a", "audit.csv"));
    EXPECT_TRUE(*lacks_file(study_, "uuid:a", "photo.jpg"));
    EXPECT_FALSE(*lacks_file(study_, "uuid:none", "photo.jpg")) << "nothing to put it beside";
    // A file more comes with the next import of the same, or alone.
    sent.files.push_back({"photo.jpg", "image/jpeg", "picture"});
    EXPECT_EQ(take({sent}), "0 0 1 0 0");
    EXPECT_EQ(*store_->file("uuid:a", "photo.jpg"), "picture");
    EXPECT_TRUE(*take_files(study_, "uuid:a", {{"b.jpg", "image/jpeg", "b"}}, 5));
    EXPECT_FALSE(*take_files(study_, "uuid:a", {{"b.jpg", "image/jpeg", "b"}}, 6));
    EXPECT_FALSE(*take_files(study_, "uuid:none", {{"b.jpg", "image/jpeg", "b"}}, 7));
    EXPECT_EQ((*store_->history("uuid:a")).size(), 1U);
}

}  // namespace
}  // namespace mtm
