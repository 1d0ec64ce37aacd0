#include "study/mark_settings.h"

#include <gtest/gtest.h>

#include "study/study_file.h"

namespace mtm {
namespace {

ReadStudyFile read_marks_of(const std::string& text) {
    return read_study_file("title = \"T\"\n" + text, {{"English (en)", "en"}}, "study.toml");
}

TEST(MarkSettings, AreThoseOfTheFieldUnlessTold) {
    const ReadStudyFile out = read_marks_of("");
    EXPECT_TRUE(out.diagnostics.empty());
    EXPECT_EQ(out.file.marks.small_base, 30);
    EXPECT_EQ(out.file.marks.proportions, ProportionRule::nchs);
    EXPECT_EQ(out.file.marks.caution, 16.5);
    EXPECT_EQ(out.file.marks.unreliable, 33.3);
    EXPECT_EQ(out.file.marks.letters, LetterRule::at_5);
    EXPECT_TRUE(out.file.marks.intervals);
}

TEST(MarkSettings, AreRead) {
    const ReadStudyFile out = read_marks_of(
        "[marks]\nsmall_base = 50\nproportions = \"cv\"\ncaution = 20\nunreliable = 30.5\n"
        "letters = \"95 and 90\"\nintervals = false\n");
    EXPECT_TRUE(out.diagnostics.empty());
    EXPECT_EQ(out.file.marks.small_base, 50);
    EXPECT_EQ(out.file.marks.proportions, ProportionRule::cv);
    EXPECT_EQ(out.file.marks.caution, 20);
    EXPECT_EQ(out.file.marks.unreliable, 30.5);
    EXPECT_EQ(out.file.marks.letters, LetterRule::at_5_and_10);
    EXPECT_FALSE(out.file.marks.intervals);
    EXPECT_EQ(read_marks_of("[marks]\nletters = \"none\"\n").file.marks.letters, LetterRule::none);
}

TEST(MarkSettings, EveryMistakeIsToldAtItsLine) {
    const ReadStudyFile out = read_marks_of(
        "[marks]\nsmall_base = 1\nproportions = \"nhcs\"\ncaution = 40\nletter = \"95\"\n");
    ASSERT_EQ(out.diagnostics.size(), 4U);
    EXPECT_EQ(out.diagnostics[0].code, "bad-mark-rule");
    EXPECT_EQ(out.diagnostics[0].place.row, 4);
    EXPECT_NE(out.diagnostics[0].remedy.find("nchs"), std::string::npos);
    EXPECT_EQ(out.diagnostics[1].code, "bad-mark-limit");
    EXPECT_EQ(out.diagnostics[1].place.row, 3);
    EXPECT_EQ(out.diagnostics[2].code, "bad-mark-limit");  // 40 and the usual 33.3
    EXPECT_EQ(out.diagnostics[3].place.row, 6);            // letter
    EXPECT_EQ(out.file.marks.small_base, 30);
    EXPECT_EQ(out.file.marks.caution, 16.5);
}

}  // namespace
}  // namespace mtm
