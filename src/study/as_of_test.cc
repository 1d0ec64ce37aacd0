#include "study/as_of.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

// Instants by `date -u -d @SECONDS`.
TEST(AsOf, ADayIsItsEndInTheZone) {
    const auto day = as_of("2024-05-14", "Asia/Tashkent");  // UTC+5 all year
    ASSERT_TRUE(day);
    EXPECT_EQ(day->until, 1'715'713'200'000 - 1);  // 2024-05-14T19:00:00Z
    EXPECT_EQ(day->words, "2024-05-14");
    EXPECT_EQ(as_of("2024-05-14", "")->until, 1'715'731'200'000 - 1);
}

TEST(AsOf, ADayOnWhichClocksChangeIsAsLongAsItIs) {
    // Warsaw's clocks go forward on 2024-03-31: its end is 22:00 UTC, that of the day before 23:00.
    EXPECT_EQ(as_of("2024-03-31", "Europe/Warsaw")->until, 1'711'922'400'000 - 1);
    EXPECT_EQ(as_of("2024-03-30", "Europe/Warsaw")->until, 1'711'839'600'000 - 1);
}

TEST(AsOf, AnInstantIsOfTheZonesClocksUnlessItSaysOtherwise) {
    const auto local = as_of("2024-05-14T10:30", "Asia/Tashkent");
    ASSERT_TRUE(local);
    EXPECT_EQ(local->until, 1'715'664'600'000);  // 05:30Z
    EXPECT_EQ(local->words, "2024-05-14T10:30:00.000+05:00");
    EXPECT_EQ(as_of("2024-05-14T05:30:00Z", "Asia/Tashkent")->until, local->until);
    EXPECT_EQ(as_of(local->words, "Europe/Warsaw")->until, local->until);
}

TEST(AsOf, WhatIsNeitherIsAnError) {
    for (const char* text : {"", "yesterday", "2024-02-30", "14.05.2024"}) {
        const auto wrong = as_of(text, "Asia/Tashkent");
        ASSERT_FALSE(wrong) << text;
        EXPECT_NE(wrong.error().message.find("2024-05-14"), std::string::npos);
    }
}

}  // namespace
}  // namespace mtm
