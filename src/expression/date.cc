#include "expression/date.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

constexpr double seconds_per_day = 86400;
constexpr int ms_per_day = 86'400'000;
constexpr int first_day = -719162;       // 0001-01-01, in days since 1970-01-01
constexpr int after_last_day = 2932897;  // 10000-01-01

// Reads exactly `digits` digits from the front of the text.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text[0] != c) return false;
    text.remove_prefix(1);
    return true;
}

int days_in_month(int year, int month) {
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<double> take_seconds(std::string_view& text) {
    const std::optional<int> whole = take_digits(text, 2);
    if (!whole || *whole > 59) return std::nullopt;
    double seconds = *whole;
    if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
        text.remove_prefix(1);
        if (text.empty() || !is_digit(text[0])) return std::nullopt;
        double unit = 0.1;
        for (; !text.empty() && is_digit(text[0]); unit /= 10) {
            seconds += unit * (text[0] - '0');
            text.remove_prefix(1);
        }
        seconds = std::round(seconds * 1e6) / 1e6;
    }
    return seconds;
}

bool take_offset(std::string_view& text, DateTime& out) {
    if (text.empty()) return true;
    if (take(text, 'Z')) {
        out.offset_minutes = 0;
        return text.empty();
    }
    const int sign = text[0] == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return false;
    const std::optional<int> hours = take_digits(text, 2);
    if (!hours || *hours > 14) return false;
    take(text, ':');
    const std::optional<int> minutes = text.empty() ? 0 : take_digits(text, 2);
    if (!minutes || *minutes > 59 || !text.empty()) return false;
    out.offset_minutes = sign * (*hours * 60 + *minutes);
    return true;
}

bool take_time(std::string_view& text, DateTime& out) {
    const std::optional<int> hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return false;
    const std::optional<int> minute = take_digits(text, 2);
    if (!minute || *minute > 59) return false;
    out.hour = *hour;
    out.minute = *minute;
    out.has_time = true;
    if (take(text, ':')) {
        const std::optional<double> second = take_seconds(text);
        if (!second) return false;
        out.second = *second;
    }
    return take_offset(text, out);
}

double seconds_of_day(const DateTime& instant) {
    return instant.hour * 3600.0 + instant.minute * 60.0 + instant.second;
}

constexpr std::array<std::string_view, 12> months = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::string_view weekday(const DateTime& instant) {
    const std::int64_t days = days_from_civil(instant.year, instant.month, instant.day);
    return weekdays[static_cast<std::size_t>(((days + 4) % 7 + 7) % 7)];
}

}  // namespace

std::optional<DateTime> date_time_from(std::string_view text) {
    DateTime out;
    const std::optional<int> year = take_digits(text, 4);
    if (!year || *year < 1 || !take(text, '-')) return std::nullopt;
    const std::optional<int> month = take_digits(text, 2);
    if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
    const std::optional<int> day = take_digits(text, 2);
    if (!day || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
    out.year = *year;
    out.month = *month;
    out.day = *day;
    if (text.empty()) return out;
    if (!take(text, 'T') || !take_time(text, out)) return std::nullopt;
    return out;
}

std::optional<double> time_of_day_from(std::string_view text) {
    DateTime out;
    if (!take_time(text, out)) return std::nullopt;
    return seconds_of_day(out) / seconds_per_day;
}

std::int64_t days_from_civil(int year, int month, int day) {
    // Counted in years that begin in March, so that the leap day comes last.
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

double days_since_epoch(const DateTime& instant) {
    const auto days =
        static_cast<double>(days_from_civil(instant.year, instant.month, instant.day));
    if (!instant.has_time) return days;
    const double seconds = seconds_of_day(instant) - instant.offset_minutes.value_or(0) * 60.0;
    return days + seconds / seconds_per_day;
}

std::int64_t milliseconds_since_epoch(const DateTime& instant) {
    return std::llround(days_since_epoch(instant) * ms_per_day);
}

std::optional<DateTime> date_time_of(double days) {
    if (!(days > first_day - 1 && days < after_last_day)) return std::nullopt;
    return date_time_at(static_cast<std::int64_t>(std::floor(days * ms_per_day + 0.5)));
}

std::optional<DateTime> date_time_at(std::int64_t milliseconds) {
    constexpr std::int64_t ms_a_day = ms_per_day;
    const std::int64_t day =
        (milliseconds - ((milliseconds % ms_a_day) + ms_a_day) % ms_a_day) / ms_a_day;
    if (day < first_day || day >= after_last_day) return std::nullopt;
    std::int64_t left = milliseconds - day * ms_a_day;
    const std::int64_t z = day + 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const std::int64_t day_of_era = z - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;
    DateTime out;
    out.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
    out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    out.year = static_cast<int>(year_of_era + era * 400 + (out.month <= 2 ? 1 : 0));
    out.has_time = true;
    out.offset_minutes = 0;
    out.hour = static_cast<int>(left / 3600000);
    left %= 3600000;
    out.minute = static_cast<int>(left / 60000);
    out.second = static_cast<double>(left % 60000) / 1000;
    return out;
}

std::string print_date(const DateTime& instant) {
    return fmt::format("{:04}-{:02}-{:02}", instant.year, instant.month, instant.day);
}

std::string print_date_time(const DateTime& instant) {
    const auto milliseconds = static_cast<int>(std::floor(instant.second * 1000 + 1e-3));
    std::string out = fmt::format("{}T{:02}:{:02}:{:02}.{:03}",
                                  print_date(instant),
                                  instant.hour,
                                  instant.minute,
                                  milliseconds / 1000,
                                  milliseconds % 1000);
    const int offset = instant.offset_minutes.value_or(0);
    if (offset == 0) return out + "Z";
    const int size = offset < 0 ? -offset : offset;
    return out + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', size / 60, size % 60);
}

std::string format(const DateTime& instant, std::string_view pattern) {
    std::string out;
    const int second = static_cast<int>(instant.second);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size()) {
            out += pattern[i];
            continue;
        }
        switch (pattern[++i]) {
            case 'Y':
                out += fmt::format("{:04}", instant.year);
                break;
            case 'y':
                out += fmt::format("{:02}", instant.year % 100);
                break;
            case 'm':
                out += fmt::format("{:02}", instant.month);
                break;
            case 'n':
                out += fmt::format("{}", instant.month);
                break;
            case 'b':
                out += months[static_cast<std::size_t>(instant.month - 1)];
                break;
            case 'd':
                out += fmt::format("{:02}", instant.day);
                break;
            case 'e':
                out += fmt::format("{}", instant.day);
                break;
            case 'H':
                out += fmt::format("{:02}", instant.hour);
                break;
            case 'h':
                out += fmt::format("{}", instant.hour);
                break;
            case 'M':
                out += fmt::format("{:02}", instant.minute);
                break;
            case 'S':
                out += fmt::format("{:02}", second);
                break;
            case '3': {
                const double fraction = (instant.second - second) * 1000;
                out += fmt::format("{:03}", static_cast<int>(fraction + 1e-3));
                break;
            }
            case 'a':
                out += weekday(instant);
                break;
            case '%':
                out += '%';
                break;
            default:
                out += '%';
                out += pattern[i];
        }
    }
    return out;
}

}  // namespace mtm
