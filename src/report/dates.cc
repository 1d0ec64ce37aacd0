#include "report/dates.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "report/language.h"

namespace mtm {
namespace {

struct CalendarDay {
    int year = 0;
    std::size_t month = 0;  // from 1
    int day = 0;
};

std::optional<CalendarDay> day_in(std::string_view iso) {
    if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length, int& value) {
        const char* end = iso.data() + at + length;
        const auto [stopped, error] = std::from_chars(iso.data() + at, end, value);
        return error == std::errc() && stopped == end;
    };
    CalendarDay out;
    int month = 0;
    if (!number(0, 4, out.year) || !number(5, 2, month) || !number(8, 2, out.day))
        return std::nullopt;
    if (month < 1 || month > 12) return std::nullopt;
    out.month = static_cast<std::size_t>(month);
    return out;
}

const std::string& month_of(const CalendarDay& day, const ReportLanguage& words) {
    return words.list("dates", "months")[day.month - 1];
}

std::string printed_day(const CalendarDay& day, const ReportLanguage& words) {
    return fmt::format(fmt::runtime(words.text("dates", "date")),
                       fmt::arg("day", day.day),
                       fmt::arg("month", month_of(day, words)),
                       fmt::arg("year", day.year));
}

}  // namespace

std::string print_date(std::string_view iso, std::string_view language) {
    const auto day = day_in(iso);
    return day ? printed_day(*day, report_language(language)) : std::string(iso);
}

std::string print_date_range(std::string_view first_iso,
                             std::string_view last_iso,
                             std::string_view language) {
    const auto first = day_in(first_iso);
    const auto last = day_in(last_iso);
    if (!first || !last) {
        return print_date(first_iso, language) + (last_iso.empty() ? "" : " – ") +
               print_date(last_iso, language);
    }
    const ReportLanguage& words = report_language(language);
    const bool same_year = first->year == last->year;
    if (same_year && first->month == last->month && first->day == last->day)
        return printed_day(*first, words);
    if (!same_year) {
        return fmt::format(fmt::runtime(words.text("dates", "range")),
                           fmt::arg("from", printed_day(*first, words)),
                           fmt::arg("to", printed_day(*last, words)));
    }
    const char* key = first->month == last->month ? "in_month" : "in_year";
    return fmt::format(fmt::runtime(words.text("dates", key)),
                       fmt::arg("first", first->day),
                       fmt::arg("last", last->day),
                       fmt::arg("month", month_of(*first, words)),
                       fmt::arg("first_month", month_of(*first, words)),
                       fmt::arg("last_month", month_of(*last, words)),
                       fmt::arg("year", first->year));
}

std::string print_country(std::string_view code, std::string_view language) {
    const icu::Locale country("", std::string(code).c_str());
    icu::UnicodeString text;
    country.getDisplayCountry(icu::Locale(std::string(language).c_str()), text);
    std::string out;
    return text.toUTF8String(out);
}

}  // namespace mtm
