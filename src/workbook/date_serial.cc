#include <charconv>
#include <chrono>

#include "workbook/write.h"

namespace mtm {
namespace {

// The number in `text` at `at` with `digits` digits, or -1.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (text.size() < at + digits) return -1;
    int value = -1;
    const char* end = text.data() + at + digits;
    const auto parsed = std::from_chars(text.data() + at, end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end ? value : -1;
}

// Seconds since midnight of "10:20:30.5…", or -1.
double seconds_of(std::string_view time) {
    const int hours = number_at(time, 0, 2);
    const int minutes = number_at(time, 3, 2);
    const int seconds = number_at(time, 6, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 ||
        time[2] != ':' || time[5] != ':') {
        return -1;
    }
    double fraction = 0;
    if (time.size() > 9 && time[8] == '.') {
        std::from_chars(time.data() + 8, time.data() + time.size(), fraction);
    }
    return hours * 3600 + minutes * 60 + seconds + fraction;
}

}  // namespace

std::optional<double> date_serial(std::string_view iso) {
    namespace chrono = std::chrono;
    const int year_number = number_at(iso, 0, 4);
    const int month_number = number_at(iso, 5, 2);
    const int day_number = number_at(iso, 8, 2);
    if (year_number < 0 || month_number < 0 || day_number < 0) return std::nullopt;
    const chrono::year_month_day date{chrono::year{year_number},
                                      chrono::month{static_cast<unsigned>(month_number)},
                                      chrono::day{static_cast<unsigned>(day_number)}};
    if (iso[4] != '-' || iso[7] != '-' || !date.ok()) return std::nullopt;
    if (chrono::sys_days{date} < chrono::sys_days{chrono::year{1900} / chrono::March / 1})
        return std::nullopt;
    const auto days =
        (chrono::sys_days{date} - chrono::sys_days{chrono::year{1899} / chrono::December / 30})
            .count();
    if (iso.size() == 10) return static_cast<double>(days);
    const double seconds = iso[10] == 'T' ? seconds_of(iso.substr(11)) : -1;
    if (seconds < 0) return std::nullopt;
    return static_cast<double>(days) + seconds / 86'400;
}

}  // namespace mtm
