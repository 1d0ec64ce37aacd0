#include "base/time_zone.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

TEST(DateInZone, IsThatOfTheWallCalendar) {
    const std::int64_t evening = 1'714'587'300'000;  // 2024-05-01T18:15:00Z
    EXPECT_EQ(date_in_zone(evening, "UTC"), "2024-05-01");
    EXPECT_EQ(date_in_zone(evening, "Asia/Tashkent"), "2024-05-01");
    EXPECT_EQ(date_in_zone(evening, "Asia/Tokyo"), "2024-05-02");
    EXPECT_EQ(date_in_zone(evening, "Pacific/Honolulu"), "2024-05-01");
    EXPECT_EQ(date_in_zone(evening, "No/Where"), "2024-05-01");
    EXPECT_EQ(date_in_zone(-1, "UTC"), "1969-12-31");
    EXPECT_EQ(date_in_zone(0, "America/New_York"), "1969-12-31");
}

TEST(DateInZone, MindsSummerTime) {
    EXPECT_EQ(date_in_zone(1'719'788'400'000, "Europe/London"), "2024-07-01");  // 23:00Z, +1
    EXPECT_EQ(date_in_zone(1'704'063'600'000, "Europe/London"), "2023-12-31");  // 23:00Z, +0
}

TEST(IsoDate, IsADayThatTheCalendarHas) {
    EXPECT_TRUE(is_iso_date("2024-02-29"));
    for (const char* text :
         {"2023-02-29", "2024-13-01", "2024-5-1", "2024-05-31T10:00", "yesterday", ""})
        EXPECT_FALSE(is_iso_date(text)) << text;
}

}  // namespace
}  // namespace mtm
