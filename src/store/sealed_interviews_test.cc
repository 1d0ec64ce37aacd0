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

using Words = std::vector<std::string>;

Words codes_of(const Diagnostics& diagnostics) {
    Words out;
    for (const Diagnostic& each : diagnostics)
        out.push_back(each.code);
    return out;
}

class SealedInterviews : public testing::Test {
protected:
    enum class Sent { whole, without_answers };

    void receive(const std::string& id,
                 const std::string& answers,
                 Sent sent = Sent::whole,
                 const std::string& attributes = "",
                 const std::string& replaces = "") {
        const auto key = PublicKey::parse(vector_file("public.txt"));
        const std::string xml =
            "<data id=\"people\" version=\"7\"" + attributes + ">" + answers +
            "<meta><instanceID>" + id + "</instanceID>" +
            (replaces.empty() ? "" : "<deprecatedID>" + replaces + "</deprecatedID>") +
            "</meta></data>";
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

TEST_F(SealedInterviews, CountOnceHoweverOftenTheyWereEdited) {
    const auto edit = [this](const std::string& id, const std::string& of, const std::string& age) {
        receive(id, "<age>" + age + "</age>", Sent::whole, "", of);
    };
    const auto ages = [this] {
        Words out;
        for (const Interview& interview : open().interviews)
            out.push_back(interview.instance_id + "=" + std::string(interview.answer(0)));
        return out;
    };
    edit("uuid:1b", "uuid:1", "31");  // before its original
    receive("uuid:1", "<age>30</age>");
    receive("uuid:2", "<age>40</age>");
    edit("uuid:1c", "uuid:1b", "32");
    edit("uuid:2b", "uuid:2", "41");
    edit("uuid:2c", "uuid:2", "42");  // from another tablet
    EXPECT_EQ(ages(), (Words{"uuid:1c=32", "uuid:2c=42"}));
    EXPECT_EQ(open().unopened, 0);
    EXPECT_EQ(codes_of(open().diagnostics), Words(4, "sealed-edited"));
    // Two that name what nobody has are two.
    edit("uuid:3", "uuid:none", "50");
    edit("uuid:4", "uuid:none", "51");
    // Two that name each other are one.
    edit("uuid:5", "uuid:6", "60");
    edit("uuid:6", "uuid:5", "61");
    EXPECT_EQ(ages(), (Words{"uuid:1c=32", "uuid:2c=42", "uuid:3=50", "uuid:4=51", "uuid:6=61"}));
}

TEST_F(SealedInterviews, AreNotJudgedWithMoreRoundsThanAnyInterviewHas) {
    Group round;
    round.name = "round";
    round.repeat = true;
    round.end = 1;
    study_.questionnaire.groups.push_back(round);
    study_.questionnaire.questions[0].group = 0;
    std::string rounds;
    for (int i = 0; i < 2'001; ++i)
        rounds += "<round><age>old</age></round>";
    receive("uuid:1", rounds);
    const OpenedInterviews opened = open();
    ASSERT_EQ(opened.found.size(), 1U);
    EXPECT_EQ(opened.found[0].flag.code, "not-checked");
    EXPECT_EQ(opened.interviews.size(), 1U);
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
