#include "base/excerpt.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

TEST(Excerpt, ShowsShortTextsWholeAndOfLongOnesThePlaceThatMatters) {
    EXPECT_EQ(excerpt("${a} = 1", 3), "${a} = 1");
    const std::string text = std::string(5000, 'a') + "HERE" + std::string(5000, 'b');
    const std::string shown = excerpt(text, 5000);
    EXPECT_EQ(shown.find("…"), 0U);
    EXPECT_NE(shown.find("HERE"), std::string::npos);
    EXPECT_LT(shown.size(), 500U);
    EXPECT_EQ(excerpt(text, 0).find("…"), 400U);
}

TEST(Excerpt, NeverCutsALetter) {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "ы";
    for (std::size_t at = 600; at < 610; ++at) {
        const std::string shown = excerpt(text, at);
        for (std::size_t i = 3; i + 3 < shown.size(); i += 2)
            ASSERT_EQ(shown.substr(i, 2), "ы") << at;
    }
}

}  // namespace
}  // namespace mtm
