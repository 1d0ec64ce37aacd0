#include "report/dates.h"

#include <charconv>

#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>

#include "base/result.h"

namespace mtm {
namespace {

int number_in(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
}

}  // namespace

std::string print_date(std::string_view iso, std::string_view language) {
    if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::string(iso);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(std::string(language).c_str());
    icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), status);
    calendar.set(number_in(iso, 0, 4), number_in(iso, 5, 2) - 1, number_in(iso, 8, 2), 12, 0);
    icu::SimpleDateFormat format(icu::UnicodeString("d MMMM y"), locale, status);
    format.setTimeZone(*icu::TimeZone::getGMT());
    icu::UnicodeString text;
    const UDate instant = calendar.getTime(status);
    CHECK(U_SUCCESS(status));
    format.format(instant, text);
    std::string out;
    return text.toUTF8String(out);
}

std::string print_country(std::string_view code, std::string_view language) {
    const icu::Locale country("", std::string(code).c_str());
    icu::UnicodeString text;
    country.getDisplayCountry(icu::Locale(std::string(language).c_str()), text);
    std::string out;
    return text.toUTF8String(out);
}

}  // namespace mtm
