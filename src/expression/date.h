#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// A date or dateTime of XML Schema as it was written: the clock on the respondent's wall, and how
/// far that is from UTC.
struct DateTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    double second = 0;
    bool has_time = false;
    std::optional<int> offset_minutes;  // of a dateTime that states it

    bool operator==(const DateTime&) const = default;
};

/// "2024-05-01", "2024-05-01T10:20", "2024-05-01T10:20:30.400+06:00", "…Z"; nothing for a day that
/// no calendar has.
[[nodiscard]] std::optional<DateTime> date_time_from(std::string_view text);

/// "10:20", "10:20:30.4+06:00": the part of the day that has passed, from 0 up to 1.
[[nodiscard]] std::optional<double> time_of_day_from(std::string_view text);

/// Days since 1970-01-01 of a date in the Gregorian calendar.
[[nodiscard]] std::int64_t days_from_civil(int year, int month, int day);

/// Days since 1970-01-01T00:00Z, with the time as a fraction. Without an offset the time counts as
/// UTC, so that the difference of two answers from one place is right.
[[nodiscard]] double days_since_epoch(const DateTime& instant);

/// The same in milliseconds, to the nearest.
[[nodiscard]] std::int64_t milliseconds_since_epoch(const DateTime& instant);

/// The UTC instant that many milliseconds after 1970-01-01; nothing outside the years 1 to 9999.
[[nodiscard]] std::optional<DateTime> date_time_at(std::int64_t milliseconds);

/// The UTC instant that many days after 1970-01-01, to the millisecond; nothing outside the years
/// 1 to 9999.
[[nodiscard]] std::optional<DateTime> date_time_of(double days);

/// "2024-05-01".
[[nodiscard]] std::string print_date(const DateTime& instant);

/// "2024-05-01T10:20:30.400+06:00"; "Z" where no offset is known.
[[nodiscard]] std::string print_date_time(const DateTime& instant);

/// As ODK's format-date-time: %Y %y %m %n %b %d %e %H %h %M %S %3 %a.
[[nodiscard]] std::string format(const DateTime& instant, std::string_view pattern);

}  // namespace mtm
