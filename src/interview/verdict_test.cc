#include "interview/verdict.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"

namespace mtm {
namespace {

const Questionnaire& form_judged() {
    static const Questionnaire questionnaire = form_from_text(R"(
        survey
        | type         | name  | label::English (en)              | label::Russian (ru)   | default | calculation | appearance |
        | start        | start |                                  |                       |         |             |            |
        | end          | end   |                                  |                       |         |             |            |
        | integer      | age   | How old are you, in full years?  | Сколько Вам лет?      |         |             |            |
        | text         | name  | What is your profession or work? | Кто Вы по профессии?  |         |             |            |
        | text         | set   | Which country do we stand in?    | В какой мы стране?    | KZ      |             |            |
        | geopoint     | here  | Where                            | Где                   |         |             |            |
        | geopoint     | map   | On the map                       | На карте              |         |             | placement-map |
        | begin_group  | page  | A page                           | Страница              |         |             | field-list |
        | integer      | sons  | How many sons do you have?       | Сколько у Вас сыновей? |        |             |            |
        | integer      | girls | How many daughters do you have?  | Сколько у Вас дочерей? |        |             |            |
        | end_group    |       |                                  |                       |         |             |            |
        | begin_repeat | child | Child                            | Ребёнок               |         |             |            |
        | text         | first | What does this child like most?  | Что любит ребёнок?    |         |             |            |
        | end_repeat   |       |                                  |                       |         |             |            |
    )")
                                                   .questionnaire;
    return questionnaire;
}

std::vector<std::string> verdict(const std::string& inside, Circumstances circumstances = {}) {
    static const Router router(form_judged());
    if (circumstances.received == 0) circumstances.received = 1'714'561'200'000;  // 11:00 UTC
    const std::string xml =
        "<data id='form'>" + inside + "<meta><instanceID>uuid:1</instanceID></meta></data>";
    const ReadInterview read = read_submission(form_judged(), xml, "a.xml");
    circumstances.read = &read.diagnostics;
    std::vector<std::string> out;
    for (const Flag& flag : verdict_on(router, router.route(read.interview), circumstances))
        out.push_back(flag.question.empty() ? flag.code : flag.code + " " + flag.question);
    return out;
}

using Words = std::vector<std::string>;

std::string times(const std::string& start, const std::string& end) {
    return "<start>2024-05-01T" + start + "</start><end>2024-05-01T" + end + "</end>";
}

TEST(Verdict, FindsNothingInAnHonestInterview) {
    EXPECT_EQ(verdict(times("15:30:00.000+05:00", "15:55:00.000+05:00") + "<age>30</age>"),
              Words{});
    EXPECT_EQ(verdict(""), Words{});
}

TEST(Verdict, TellsClocksThatAreOff) {
    EXPECT_EQ(verdict(times("10:50:00Z", "11:10:00.000Z")), Words{});
    EXPECT_EQ(verdict(times("10:50:00Z", "11:10:00.001Z")), Words{"clock-ahead"});
    EXPECT_EQ(verdict("<start>2024-05-01T11:11:00Z</start>"), Words{"clock-ahead"});
    EXPECT_EQ(verdict(times("10:50:00Z", "10:49:59Z")), Words{"end-before-start"});
    const Circumstances since{.form_since = 1'714'561'200'000 - 3'600'000};  // 10:00 UTC
    EXPECT_EQ(verdict(times("09:50:00Z", "10:20:00Z"), since), Words{});
    EXPECT_EQ(verdict(times("09:49:59Z", "10:20:00Z"), since), Words{"before-form"});
    EXPECT_EQ(verdict("<start>yesterday</start><end>2024-05-01</end>", since), Words{});
}

TEST(Verdict, TellsPlacesThatNoDeviceMeasured) {
    EXPECT_EQ(verdict("<here>43.2 76.9 800 4.5</here>"), Words{});
    EXPECT_EQ(verdict("<here>43.2 76.9 800 0.0</here>"), Words{"mock-location here"});
    EXPECT_EQ(verdict("<map>43.2 76.9 0 0</map>"), Words{});
    EXPECT_EQ(verdict("<here>43.2 76.9</here>"), Words{});
}

Circumstances with_log(std::string_view rows, int language = -1) {
    static std::string log;
    log = "event,node,start,end,latitude,longitude,accuracy\n" + std::string(rows);
    return {.language = language, .audit_log = log};
}

TEST(Verdict, TellsQuestionsAnsweredFasterThanTheyCanBeRead) {
    // The label has 31 characters in English, 16 in Russian: 1,397 and 721 ms.
    const std::string age = "<age>30</age>";
    EXPECT_EQ(verdict(age, with_log("question,/data/age,0,1397,,,\n", 0)), Words{});
    EXPECT_EQ(verdict(age, with_log("question,/data/age,0,1396,,,\n", 0)), Words{"too-fast age"});
    EXPECT_EQ(verdict(age, with_log("question,/data/age,0,721,,,\n", 1)), Words{});
    EXPECT_EQ(verdict(age, with_log("question,/data/age,0,721,,,\n")), Words{});
    EXPECT_EQ(verdict(age, with_log("question,/data/age,0,720,,,\n")), Words{"too-fast age"});
}

TEST(Verdict, AddsUpAllVisitsToAQuestion) {
    EXPECT_EQ(verdict("<age>30</age>",
                      with_log("question,/data/age,0,700,,,\nquestion,/data/age,9000,9100,,,\n")),
              Words{});
}

TEST(Verdict, MindsNoQuestionThatNobodyHadToRead) {
    EXPECT_EQ(verdict("<age/><set>KZ</set>",
                      with_log("question,/data/age,0,1,,,\nquestion,/data/set,1,2,,,\n"
                               "question,/data/gone,2,3,,,\nform start,/data,3,4,,,\n"
                               "question,/data/age,5,,,,\n")),
              Words{});
}

TEST(Verdict, TakesAPageAsAWhole) {
    // 22 and 22 characters in Russian: 991 ms each.
    const std::string page = "<page><sons>1</sons><girls>1</girls></page>";
    EXPECT_EQ(verdict(page, with_log("group questions,/data/page,0,1982,,,\n", 1)), Words{});
    EXPECT_EQ(verdict(page, with_log("group questions,/data/page,0,1981,,,\n", 1)),
              Words{"too-fast page"});
    EXPECT_EQ(verdict("<page><sons>1</sons><girls/></page>",
                      with_log("group questions,/data/page,0,991,,,\n", 1)),
              Words{});
}

TEST(Verdict, KnowsRepeatsByTheirPlace) {
    const std::string children = "<child><first/></child><child><first>Sport</first></child>";
    EXPECT_EQ(verdict(children, with_log("question,/data/child[1]/first,0,1,,,\n")), Words{});
    EXPECT_EQ(verdict(children, with_log("question,/data/child[2]/first,0,1,,,\n")),
              Words{"too-fast first"});
    EXPECT_EQ(verdict(children, with_log("question,/data/child[3]/first,0,1,,,\n")), Words{});
}

TEST(Verdict, TellsMockLocationsAndBrokenLogs) {
    EXPECT_EQ(verdict("", with_log("form start,,0,,43.2,76.9,0.0\n")), Words{"mock-location"});
    EXPECT_EQ(verdict("", with_log("form start,,0,,43.2,76.9,10\n")), Words{});
    EXPECT_EQ(verdict("", with_log("form start,,yesterday,,,,\n")), Words{"bad-audit-log"});
}

TEST(Verdict, SpeaksOnceOfAnInterviewThatWasRacedThrough) {
    std::string survey = "survey\n| type | name | label |\n";
    std::string inside;
    std::string log = "event,node,start,end\n";
    for (int i = 0; i < 11; ++i) {
        const std::string name = "q" + std::to_string(i);
        survey += "| text | " + name + " | What did you do before this? |\n";
        inside += "<" + name + ">x</" + name + ">";
        log += "question,/data/" + name + ",0,10\n";
    }
    const Questionnaire long_form = form_from_text(survey).questionnaire;
    const Router router(long_form);
    const ReadInterview read =
        read_submission(long_form, "<data id='form'>" + inside + "</data>", "a.xml");
    const std::vector<Flag> flags =
        verdict_on(router, router.route(read.interview), {.audit_log = log});
    ASSERT_EQ(flags.size(), 1U);
    EXPECT_EQ(flags[0].code, "too-fast");
    EXPECT_EQ(flags[0].question, "");
    EXPECT_EQ(flags[0].detail, "11 of 11 questions were left faster than they can be read aloud.");
}

}  // namespace
}  // namespace mtm
