#include "workbook/cell_value.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

// The letters of a format's first section that stand for themselves, in lower case.
std::string format_letters(std::string_view code) {
    std::string letters;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char c = code[i];
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', i), code.size());
            const std::string inside = lower_ascii(code.substr(i + 1, end - i - 1));
            const bool elapsed = !inside.empty() &&
                                 inside.find_first_not_of(inside[0]) == std::string::npos &&
                                 (inside[0] == 'h' || inside[0] == 'm' || inside[0] == 's');
            if (elapsed) letters += '[';
            i = end;
        } else {
            letters += c;
        }
    }
    return lower_ascii(letters);
}

std::string iso_date(long day_number, DateSystem system) {
    namespace chrono = std::chrono;
    chrono::sys_days origin = system == DateSystem::from_1904
                                  ? chrono::sys_days{chrono::year{1904} / chrono::January / 1}
                                  : chrono::sys_days{chrono::year{1899} / chrono::December / 30};
    if (system == DateSystem::from_1900 && day_number < 60) origin += chrono::days{1};
    const chrono::year_month_day date{origin + chrono::days{day_number}};
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::string iso_time(long milliseconds) {
    const long seconds = milliseconds / 1000;
    std::string out =
        fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (milliseconds % 1000 != 0) out += fmt::format(".{:03}", milliseconds % 1000);
    return out;
}

constexpr long day_milliseconds = 86'400'000;

}  // namespace

NumberLook look_of_format(std::string_view code) {
    const std::string letters = format_letters(code);
    if (letters.starts_with("general") || letters.starts_with("standard")) return NumberLook::plain;
    const auto has = [&letters](char c) { return letters.find(c) != std::string::npos; };
    if (has('[')) return NumberLook::plain;
    const bool time = has('h') || has('s');
    const bool date = has('y') || has('d') || (has('m') && !time);
    if (date) return time ? NumberLook::date_time : NumberLook::date;
    return time ? NumberLook::time : NumberLook::plain;
}

NumberLook look_of_builtin_format(int id) {
    if (id == 22) return NumberLook::date_time;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
        id == 57 || id == 58) {
        return NumberLook::date;
    }
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 ||
        id == 56) {
        return NumberLook::time;
    }
    return NumberLook::plain;
}

std::string number_text(double value) {
    if (value == 0) return "0";
    char buffer[64];
    const double size = std::fabs(value);
    const bool plain = size >= 1e-9 && size < 1e21;
    const auto end =
        plain ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
              : std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end.ptr};
}

Cell number_cell(double value, NumberLook look, DateSystem system) {
    constexpr double year_10000 = 2'958'466;
    if (look == NumberLook::plain || !(value >= 0 && value < year_10000)) {
        return {Cell::Kind::number, number_text(value)};
    }
    const long total = std::lround(value * static_cast<double>(day_milliseconds));
    const long day = total / day_milliseconds;
    const long time = total % day_milliseconds;
    if (day == 0 && (look == NumberLook::time || system == DateSystem::from_1900)) {
        if (look == NumberLook::date) return {Cell::Kind::number, number_text(value)};
        return {Cell::Kind::date, iso_time(time)};
    }
    std::string text = iso_date(day, system);
    if (look != NumberLook::date || time != 0) text += "T" + iso_time(time);
    return {Cell::Kind::date, std::move(text)};
}

Cell text_cell(std::string text) {
    if (text.empty()) return {};
    return {Cell::Kind::text, std::move(text)};
}

Cell boolean_cell(bool value) {
    return {Cell::Kind::boolean, value ? "TRUE" : "FALSE"};
}

Cell error_cell(std::string text) {
    return {Cell::Kind::error, std::move(text)};
}

}  // namespace mtm
