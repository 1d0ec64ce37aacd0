#include "study/privacy_settings.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "study/study_file.h"

namespace mtm {
namespace {

TEST(Retention, TermsAreReadAndSaidInWords) {
    const auto two_years = parse_term("24 months");
    ASSERT_TRUE(two_years);
    EXPECT_EQ(words_of_term(*two_years), "24 months");
    EXPECT_EQ(words_of_term(*parse_term("1 year")), "1 year");
    for (const char* wrong : {"",
                              "24",
                              "months",
                              "0 months",
                              "-1 days",
                              "2.5 years",
                              "2 eons",
                              "24 months or so",
                              "99999999999999999999 days"}) {
        EXPECT_FALSE(parse_term(wrong)) << wrong;
    }
}

// The last day of fieldwork and so long after it are kept; raw data may go the day after.
TEST(Retention, ATermEndsOnTheDayAfterItsLast) {
    const auto end = [](const std::string& from, const std::string& term) {
        return end_of_term(from, *parse_term(term));
    };
    EXPECT_EQ(end("2024-05-31", "24 months"), "2026-06-01");
    EXPECT_EQ(end("2024-05-31", "1 month"), "2024-07-01");  // June has 30 days
    EXPECT_EQ(end("2024-02-29", "1 year"), "2025-03-01");
    EXPECT_EQ(end("2024-02-29", "4 years"), "2028-03-01");
    EXPECT_EQ(end("2024-12-31", "1 day"), "2025-01-02");
    EXPECT_EQ(end("2024-12-20", "2 weeks"), "2025-01-04");
    EXPECT_EQ(end("", "1 day"), "");
    EXPECT_EQ(end("2024-13-01", "1 day"), "");
    EXPECT_EQ(end_of_term("2024-05-31", {}), "");
}

TEST(Retention, StudyFileNamesTheTermAndTheCode) {
    const ReadStudyFile read = read_study_file(
        "title = \"S\"\n[withdrawal]\ncode = \"card_code\"\nbackups = 14\n[retention]\nraw = \"18 "
        "months\"\n",
        {},
        "study.toml");
    EXPECT_FALSE(has_errors(read.diagnostics));
    EXPECT_EQ(read.file.withdrawal.code, "card_code");
    EXPECT_EQ(read.file.withdrawal.backups_days, 14);
    EXPECT_EQ(words_of_term(read.file.retention), "18 months");
    const ReadStudyFile wrong = read_study_file("[retention]\nraw = \"soon\"\n", {}, "study.toml");
    ASSERT_TRUE(has_errors(wrong.diagnostics));
    const auto found =
        std::ranges::find(wrong.diagnostics, std::string("bad-retention"), &Diagnostic::code);
    ASSERT_NE(found, wrong.diagnostics.end());
    EXPECT_EQ(found->place.row, 1);
}

TEST(Withdrawal, ACodeThatIsNoQuestionIsTold) {
    Study study;
    study.file.withdrawal.code = "card";
    study.file.withdrawal.line = 3;
    const Diagnostics found = check_privacy(study, "study.toml");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "unknown-withdrawal-question");
    study.file.withdrawal.code.clear();
    study.file.retention = *parse_term("1 year");
    ASSERT_EQ(check_privacy(study, "study.toml").size(), 1U);
    EXPECT_EQ(check_privacy(study, "study.toml")[0].code, "retention-without-end");
    study.file.fieldwork_end = "2024-05-31";
    EXPECT_TRUE(check_privacy(study, "study.toml").empty());
}

}  // namespace
}  // namespace mtm
