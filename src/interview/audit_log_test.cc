#include "interview/audit_log.h"

#include <gtest/gtest.h>

#include "interview/reading_time.h"

namespace mtm {
namespace {

TEST(AuditLog, GivesEventsWithTheirNodesAndTimes) {
    const AuditLog log = read_audit_log(
        "event,node,start,end\n"
        "form start,,1000,\n"
        "question,/data/age,1100,2500\n"
        "group questions,/data/household[2],2500,9000\n");
    EXPECT_FALSE(log.broken);
    EXPECT_EQ(log.events,
              (std::vector<AuditEvent>{{"form start", "", 1000, {}, {}},
                                       {"question", "/data/age", 1100, 2500, {}},
                                       {"group questions", "/data/household[2]", 2500, 9000, {}}}));
}

TEST(AuditLog, FindsColumnsByHeaderAndPassesOverAnswers) {
    const AuditLog log = read_audit_log(
        "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-"
        "reason\r\n"
        "question,/data/a,1,2,43.2,76.9,0.0,\"x, \"\"y\"\"\nz\",5\" nail,ann,\r\n"
        "question,/data/b,3,4,,,12.5,,\"quoted\",ann,\r\n");
    EXPECT_FALSE(log.broken);
    ASSERT_EQ(log.events.size(), 2U);
    EXPECT_EQ(log.events[0], (AuditEvent{"question", "/data/a", 1, 2, 0.0}));
    EXPECT_EQ(log.events[1], (AuditEvent{"question", "/data/b", 3, 4, 12.5}));
}

TEST(AuditLog, IsBrokenWhereItCannotBeReadOn) {
    EXPECT_TRUE(read_audit_log("").broken);
    EXPECT_TRUE(read_audit_log("event,start,end\n").broken);
    const AuditLog log =
        read_audit_log("event,node,start,end\nquestion,/data/a,1,2\n\nquestion,/data/b,x,2\n");
    EXPECT_TRUE(log.broken);
    EXPECT_EQ(log.events.size(), 1U);
    EXPECT_FALSE(read_audit_log("event,node,start,end").broken);
    EXPECT_TRUE(read_audit_log("event,node,start,end\n\"never closed").broken);
}

TEST(ReadingTime, FollowsTheFastestReadersOfTheStudy) {
    // 1,331 characters are a minute.
    EXPECT_EQ(least_reading_ms(std::string(1331, 'a')), 60'000);
    EXPECT_EQ(least_reading_ms(""), 0);
    EXPECT_EQ(least_reading_ms("Сколько Вам лет?"), least_reading_ms("How old are you?"));
    EXPECT_EQ(least_reading_ms("<b>Age</b> of ${name}"), least_reading_ms("Age of "));
    EXPECT_EQ(least_reading_ms("a < b"), least_reading_ms("a + b"));
}

TEST(ReadingTime, IsThatOfTheLanguageOrTheShortest) {
    Question question;
    question.label.by_language = {"How old are you?", "Сколько Вам полных лет?", ""};
    EXPECT_EQ(least_reading_ms(question, 1), least_reading_ms("Сколько Вам полных лет?"));
    EXPECT_EQ(least_reading_ms(question, -1), least_reading_ms("How old are you?"));
    EXPECT_EQ(least_reading_ms(Question{}, -1), 0);
}

}  // namespace
}  // namespace mtm
