#include "rehearse/calendar.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace mtm {
namespace {

std::string instant(long long day, long long millisecond, const std::string& utc_offset) {
    const long long second = millisecond / 1000;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}{}",
                       date_from(day),
                       second / 3600,
                       second / 60 % 60,
                       second % 60,
                       millisecond % 1000,
                       utc_offset);
}

}  // namespace

long long days_from(std::string_view date) {
    if (date.size() < 10 || date[4] != '-' || date[7] != '-') return 0;
    int parts[3] = {0, 0, 0};
    const std::size_t begins[3] = {0, 5, 8};
    const std::size_t lengths[3] = {4, 2, 2};
    for (std::size_t i = 0; i < 3; ++i) {
        for (const char c : date.substr(begins[i], lengths[i])) {
            if (c < '0' || c > '9') return 0;
            parts[i] = 10 * parts[i] + (c - '0');
        }
    }
    const std::chrono::year_month_day day{std::chrono::year(parts[0]),
                                          std::chrono::month(static_cast<unsigned>(parts[1])),
                                          std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!day.ok()) return 0;
    return std::chrono::sys_days(day).time_since_epoch().count();
}

std::string date_from(long long days) {
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

long long duration_ms(double median_minutes, Random& random) {
    const double minutes =
        std::clamp(median_minutes * std::exp(0.35 * random.normal()), 3.0, 180.0);
    return static_cast<long long>(minutes * 60 * 1000);
}

InterviewTime interview_instants(long long day,
                                 long long start_ms,
                                 long long duration_ms,
                                 const std::string& utc_offset) {
    return {instant(day, start_ms, utc_offset),
            instant(day, start_ms + duration_ms, utc_offset),
            date_from(day)};
}

InterviewTime interview_time(long long first_day,
                             long long last_day,
                             const std::string& utc_offset,
                             double median_minutes,
                             Random& random) {
    long long day = random.between(first_day, std::max(first_day, last_day));
    const bool sunday = (day % 7 + 7) % 7 == 3;  // 1970-01-01 was a Thursday
    if (sunday && day > first_day) --day;
    constexpr long long minute = 60LL * 1000;
    const long long duration = duration_ms(median_minutes, random);
    const long long latest = 18LL * 60 * minute - duration;
    const long long start = random.between(9LL * 60 * minute, latest);
    return interview_instants(day, start, duration, utc_offset);
}

}  // namespace mtm
