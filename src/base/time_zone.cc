#include "base/time_zone.h"

#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <unicode/timezone.h>

namespace mtm {

// Opening a zone takes a hundred times as long as asking it, and a thread mostly asks for the same
// one again.
std::int64_t offset_in_zone(std::int64_t instant, const std::string& zone) {
    thread_local std::string opened_name;
    thread_local std::unique_ptr<icu::TimeZone> opened;
    if (opened == nullptr || opened_name != zone) {
        opened.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
        opened_name = zone;
    }
    std::int32_t raw = 0;
    std::int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    opened->getOffset(static_cast<UDate>(instant), 0, raw, summer, status);
    return U_FAILURE(status) ? 0 : raw + summer;
}

std::string date_in_zone(std::int64_t instant, const std::string& zone) {
    using std::chrono::days;
    using std::chrono::milliseconds;
    const std::chrono::sys_time<milliseconds> wall{
        milliseconds(instant + offset_in_zone(instant, zone))};
    const std::chrono::year_month_day day(std::chrono::floor<days>(wall));
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

bool is_iso_date(const std::string& text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    char rest = 0;
    const int read = std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &rest);
    return read == 3 && text.size() == 10 &&
           std::chrono::year_month_day(
               std::chrono::year(year), std::chrono::month(month), std::chrono::day(day))
               .ok();
}

}  // namespace mtm
