#include "store/sealed_interviews.h"

#include <gtest/gtest.h>

#include "seal/seal_interview.h"
#include "store/memory_store.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

std::string vector_file(const std::string& name) {
    return read_test_file(source_directory() + "/tests/seal/" + name);
}

// A form of one question, answered with a number.
Study one_question() {
    Study out;
    Question age;
    age.name = "age";
    age.type = QuestionType::integer;
    out.questionnaire.form_id = "people";
    out.questionnaire.version = "7";
    out.questionnaire.questions.push_back(age);
    return out;
}

class SealedInterviews : public testing::Test {
protected:
    enum class Sent { whole, without_answers };

    void receive(const std::string& id,
                 const std::string& answers,
                 Sent sent = Sent::whole,
                 const std::string& attributes = "") {
        const auto key = PublicKey::parse(vector_file("public.txt"));
        const std::string xml = "<data id=\"people\" version=\"7\"" + attributes + ">" + answers +
                                "<meta><instanceID>" + id + "</instanceID></meta></data>";
        const auto parts = seal_interview(
            xml,
            {},
            *key,
            {Secret(std::string(32, 'k')), std::string(32, 's'), std::string(32, 't')});
        ASSERT_TRUE(parts);
        Arrival arrival;
        arrival.instance_id = id;
        arrival.form_id = "people";
        arrival.version = "7";
        arrival.xml = parts->manifest;
        arrival.received = 1'714'550'000'000;
        if (sent == Sent::whole)
            arrival.files = {{parts->files[0].name, "", parts->files[0].bytes}};
        ASSERT_TRUE(store_.receive(arrival));
    }

    OpenedInterviews open(const std::string& key = "private.pem") {
        InterviewsRead read;
        EXPECT_TRUE(read_stored_interviews(store_, study_, InterviewKind::real, read));
        EXPECT_TRUE(read.interviews.empty());
        read_ = read;
        const auto parsed = PrivateKey::parse(vector_file(key), Secret());
        return open_sealed_interviews(&store_, study_, read.sealed, {*parsed}, {});
    }

    Study study_ = one_question();
    MemoryInterviewStore store_;
    InterviewsRead read_;
};

TEST_F(SealedInterviews, AreReadAndJudgedAsIfTheyHadComeReadable) {
    receive("uuid:1", "<age>30</age>");
    receive("uuid:2", "<age>old</age>");
    receive("uuid:3", "<age>41</age>");
    const OpenedInterviews opened = open();
    EXPECT_EQ(opened.unopened, 0);
    ASSERT_EQ(opened.interviews.size(), 3U);
    EXPECT_EQ(opened.interviews[0].instance_id, "uuid:1");
    EXPECT_EQ(opened.interviews[0].answer(0), "30");
    EXPECT_EQ(opened.interviews[0].provenance.row, 1);
    EXPECT_EQ(opened.interviews[2].answer(0), "41");
    ASSERT_EQ(opened.found.size(), 1U);
    EXPECT_EQ(opened.found[0].instance_id, "uuid:2");
    EXPECT_EQ(opened.found[0].flag.code, "not-a-number");
}

TEST_F(SealedInterviews, KeepTheirStanding) {
    receive("uuid:1", "<age>30</age>");
    ReviewEvent rejected;
    rejected.instance_id = "uuid:1";
    rejected.state = ReviewState::rejected;
    ASSERT_TRUE(store_.add_review(rejected));
    EXPECT_EQ(open().interviews.at(0).standing, Standing::rejected);
}

TEST_F(SealedInterviews, AreCountedWhereTheyDoNotOpen) {
    receive("uuid:1", "<age>30</age>");
    receive("uuid:2", "<age>30</age>", Sent::without_answers);
    OpenedInterviews opened = open();
    EXPECT_EQ(opened.unopened, 1);
    EXPECT_EQ(opened.interviews.size(), 1U);
    ASSERT_EQ(opened.diagnostics.size(), 1U);
    EXPECT_EQ(opened.diagnostics[0].code, "sealed-file-missing");
    EXPECT_EQ(opened.diagnostics[0].place.interview, "uuid:2");
    opened = open("other.pem");
    EXPECT_EQ(opened.unopened, 2);
    EXPECT_TRUE(opened.found.empty());
}

TEST_F(SealedInterviews, AreNoneOfARehearsal) {
    receive("uuid:1", "<age>30</age>");
    InterviewsRead read;
    ASSERT_TRUE(read_stored_interviews(store_, study_, InterviewKind::rehearsed, read));
    EXPECT_TRUE(read.sealed.empty());
    receive("uuid:2",
            "<age>30</age>",
            Sent::whole,
            " xmlns:mtm=\"urn:mtm:submission\" mtm:rehearsal=\"yes\"");
    const OpenedInterviews opened = open();
    EXPECT_EQ(opened.interviews.size(), 1U);
    ASSERT_EQ(opened.diagnostics.size(), 1U);
    EXPECT_EQ(opened.diagnostics[0].code, "rehearsal-among-interviews");
}

}  // namespace
}  // namespace mtm
