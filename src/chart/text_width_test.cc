#include "chart/text_width.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

using Lines = std::vector<std::string>;

TEST(TextRuler, ScalesExactlyWithTheSize) {
    const TextRuler ruler;
    const double at_ten = ruler.width_px("Мужчины", {.size_px = 10});
    EXPECT_GT(at_ten, 30);
    EXPECT_DOUBLE_EQ(ruler.width_px("Мужчины", {.size_px = 25}), at_ten * 2.5);
    EXPECT_GT(ruler.width_px("Мужчины", {.size_px = 10, .bold = true}), at_ten);
    EXPECT_EQ(ruler.width_px("", {}), 0);
}

TEST(TextRuler, KnowsTheAdvanceWidthsOfNotoSans) {
    // The font's own table: a digit is 572 of 1000 units wide, a space 260.
    const TextRuler ruler;
    EXPECT_NEAR(ruler.width_px("0", {.size_px = 100}), 57.2, 0.1);
    EXPECT_NEAR(ruler.width_px("0 0", {.size_px = 100}), 140.4, 0.2);
}

TEST(TextRuler, WrapsIntoTheFewestLinesOfEvenLength) {
    const TextRuler ruler;
    EXPECT_EQ(ruler.wrap("one two three four", {}, 1000), Lines({"one two three four"}));
    EXPECT_EQ(ruler.wrap("aaaa bbbb cccc dddd", {.size_px = 10}, 85),
              Lines({"aaaa bbbb", "cccc dddd"}));
    EXPECT_EQ(ruler.wrap("", {}, 100), Lines{});
}

TEST(TextRuler, BreaksAWordOnlyWhereItCannotStandWhole) {
    const TextRuler ruler;
    const TextStyle style{.size_px = 13};
    const std::string word = "Сельскохозяйственная";
    std::string joined;
    for (const auto& line : ruler.wrap(word, style, 60)) {
        EXPECT_LE(ruler.width_px(line, style), 60);
        joined += line;
    }
    EXPECT_EQ(joined, word);
    for (const auto& line : ruler.wrap("до " + word + " и после", style, 160)) {
        EXPECT_TRUE(line == "до" || line == "и после" || line.find(word) != std::string::npos)
            << line;
    }
}

}  // namespace
}  // namespace mtm
