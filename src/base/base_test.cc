#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "base/result.h"
#include "base/text.h"
#include "base/typst_text.h"

namespace mtm {
namespace {

TEST(Place, IsWordedAsTheUserKnowsIt) {
    const auto place = [](std::string file,
                          std::string sheet,
                          int row,
                          std::string column,
                          std::string interview) {
        return print(
            Place{std::move(file), std::move(sheet), row, std::move(column), std::move(interview)});
    };
    EXPECT_EQ(place("q.xlsx", "survey", 12, "relevant", ""),
              "q.xlsx: survey row 12, column relevant");
    EXPECT_EQ(place("report.md", "", 3, "86", ""), "report.md: line 3, character 86");
    EXPECT_EQ(place("study.toml", "", 31, "", ""), "study.toml: line 31");
    EXPECT_EQ(place("a.xml", "", 0, "age", "uuid:1"), "a.xml: interview uuid:1, column age");
    EXPECT_EQ(place("", "", 0, "", ""), "");
}

TEST(Nearest, SuggestsWhatWasMeantAndNothingElse) {
    const std::vector<std::string> names{"male", "female", "lower_secondary", "sex", "age"};
    EXPECT_EQ(nearest("mail", names), "male");
    EXPECT_EQ(nearest("lower_secundary", names), "lower_secondary");
    EXPECT_EQ(nearest("SEX", names), "sex");
    EXPECT_EQ(nearest("esx", names), "sex");
    EXPECT_EQ(nearest("region", names), "");
    EXPECT_EQ(did_you_mean("xyz", names, "Correct it."), "Correct it.");
}

TEST(Text, TrimsWhatSpreadsheetsLeaveAround) {
    EXPECT_EQ(trim("\xC2\xA0 a b\t\n"), "a b");
    EXPECT_EQ(squeeze("  select_one   sex "), "select_one sex");
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
    EXPECT_TRUE(words(" \n").empty());
}

TEST(Text, KnowsValidUtf8) {
    EXPECT_TRUE(is_utf8("Қазақстан"));
    EXPECT_FALSE(is_utf8("\xC0\x80"));      // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));  // half of a surrogate pair
    EXPECT_FALSE(is_utf8("abc\xE2\x82"));   // cut off
    EXPECT_EQ(length_utf8("Қаз"), 3U);
}

TEST(Text, EscapesForXmlAndDropsWhatXmlCannotHold) {
    EXPECT_EQ(escape_xml("a<b & \"c\"\x01"), "a&lt;b &amp; &quot;c&quot;");
}

Result<int> half(int n) {
    if (n % 2 != 0) return Error{"odd"};
    return n / 2;
}

Result<int> quarter(int n) {
    const int once = TRY(half(n));
    return TRY(half(once));
}

TEST(Result, PassesErrorsUpAndValuesOn) {
    EXPECT_EQ(*quarter(12), 3);
    ASSERT_FALSE(quarter(6));
    EXPECT_EQ(quarter(6).error().in("dividing").message, "dividing: odd");
}

TEST(TypstText, IsALiteralWithoutPictographs) {
    EXPECT_EQ(typst_string("say \"a\\b\"\n"), "\"say \\\"a\\\\b\\\"\\n\"");
    EXPECT_EQ(typst_string("🏠 House, ☎ «да»"), "\" House, ☎ «да»\"");
    EXPECT_EQ(typst_string("👨‍👩‍👧 family 🇰🇿"), "\" family \"");
    EXPECT_EQ(typst_string("\xF0\x9F"), "\"\xF0\x9F\"");
}

}  // namespace
}  // namespace mtm
