#include "report/print_number.h"

#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include "report/number_words.h"

namespace mtm {
namespace {

/// The words round a number in one language. `one`, `few` and `many` are the forms that CLDR's
/// plural categories ask for; a language without them repeats one form.
struct NumberPhrases {
    std::string_view language;
    std::array<std::string_view, 3> per_cent;  // one, few, many and other
    std::array<std::string_view, 3> percentage_points;
    std::string_view less_than_one_per_cent;
    std::string_view less_than_one;  // in brackets; {} is "1%"
    std::string_view fewer_people;   // {} is the threshold
    std::string_view withheld;
    std::string_view no_value;
};

constexpr NumberPhrases phrases[] = {
    {"en",
     {"per cent", "per cent", "per cent"},
     {"percentage point", "percentage points", "percentage points"},
     "less than 1 per cent",
     "less than {}",
     "fewer than {} people",
     "[withheld]",
     "not available"},
    {"ru",
     {"процент", "процента", "процентов"},
     {"процентный пункт", "процентных пункта", "процентных пунктов"},
     "менее 1 процента",
     "менее {}",
     "менее {} человек",
     "[скрыто]",
     "нет данных"},
    {"kk",
     {"пайыз", "пайыз", "пайыз"},
     {"пайыздық тармақ", "пайыздық тармақ", "пайыздық тармақ"},
     "1 пайыздан аз",
     "{} кем",
     "{} адамнан аз",
     "[көрсетілмейді]",
     "дерек жоқ"},
    {"uz",
     {"foiz", "foiz", "foiz"},
     {"foiz bandi", "foiz bandi", "foiz bandi"},
     "1 foizdan kam",
     "{} dan kam",
     "{} kishidan kam",
     "[koʻrsatilmaydi]",
     "maʼlumot yoʻq"},
    {"tg",
     {"фоиз", "фоиз", "фоиз"},
     {"банди фоизӣ", "банди фоизӣ", "банди фоизӣ"},
     "камтар аз 1 фоиз",
     "камтар аз {}",
     "камтар аз {} нафар",
     "[нишон дода намешавад]",
     "маълумот нест"},
};

std::string primary(std::string_view language) {
    return std::string(language.substr(0, language.find_first_of("-_")));
}

const NumberPhrases& phrases_of(std::string_view language) {
    const std::string key = primary(language);
    for (const NumberPhrases& candidate : phrases) {
        if (candidate.language == key) return candidate;
    }
    return phrases[0];
}

/// Formatters of one language; making them reads locale data, so each is made once.
struct Formats {
    icu::number::LocalizedNumberFormatter plain;
    icu::number::LocalizedNumberFormatter per_cent;
    std::unique_ptr<icu::PluralRules> plural;
};

const Formats& formats_of(std::string_view language) {
    static std::mutex mutex;
    static std::map<std::string, Formats> known;
    const std::string key = primary(language);
    const std::lock_guard lock(mutex);
    auto found = known.find(key);
    if (found != known.end()) return found->second;
    const icu::Locale locale(key.c_str());
    UErrorCode status = U_ZERO_ERROR;
    Formats made;
    made.plain = icu::number::NumberFormatter::withLocale(locale).grouping(UNUM_GROUPING_AUTO);
    made.per_cent = icu::number::NumberFormatter::withLocale(locale).unit(icu::NoUnit::percent());
    made.plural.reset(icu::PluralRules::forLocale(locale, status));
    CHECK(U_SUCCESS(status));
    return known.emplace(key, std::move(made)).first->second;
}

std::string utf8(const icu::number::FormattedNumber& formatted) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    formatted.toString(status).toUTF8String(out);
    CHECK(U_SUCCESS(status));
    return out;
}

std::string percent_sign(std::int64_t value, std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    return utf8(formats_of(language).per_cent.formatInt(value, status));
}

std::string_view form_for(std::int64_t value,
                          const std::array<std::string_view, 3>& forms,
                          std::string_view language) {
    std::string keyword;
    formats_of(language).plural->select(static_cast<double>(value)).toUTF8String(keyword);
    if (keyword == "one") return forms[0];
    return keyword == "few" ? forms[1] : forms[2];
}

bool in_words(const NumberStyle& style) {
    return style.spelled_out || style.position == Position::sentence_start;
}

std::string cased(std::string text, const NumberStyle& style) {
    if (style.position != Position::sentence_start) return text;
    return capitalized(text, style.language);
}

std::string whole_number(std::int64_t value, const NumberStyle& style) {
    return in_words(style) ? number_in_words(value, style.language)
                           : print_count(value, style.language);
}

std::string percent_text(const Estimate& estimate, const NumberStyle& style) {
    const NumberPhrases& words = phrases_of(style.language);
    const bool sign = style.position == Position::brackets && !style.spelled_out;
    const auto whole = whole_percentage(estimate);
    if (!whole) {
        if (!sign) return std::string(words.less_than_one_per_cent);
        return fmt::format(fmt::runtime(words.less_than_one), percent_sign(1, style.language));
    }
    if (sign) return percent_sign(*whole, style.language);
    return whole_number(*whole, style) + ' ' +
           std::string(form_for(*whole, words.per_cent, style.language));
}

std::string points_text(double value, const NumberStyle& style) {
    const std::int64_t points = rounded(value);
    const auto& forms = phrases_of(style.language).percentage_points;
    return whole_number(points, style) + ' ' +
           std::string(form_for(std::abs(points), forms, style.language));
}

std::string number_text(double value, const NumberStyle& style) {
    if (style.decimals > 0) return print_decimal(value, style.decimals, style.language);
    return whole_number(rounded(value), style);
}

std::string count_text(const FigureValue& figure, const NumberStyle& style) {
    return whole_number(rounded(*figure.estimate.value), style);
}

}  // namespace

std::int64_t rounded_percentage(std::size_t n, std::size_t base) {
    CHECK(base > 0);
    return static_cast<std::int64_t>((200 * n + base) / (2 * base));
}

std::int64_t rounded(double value) {
    // std::llround rounds half away from zero; the nudge takes back what binary fractions lose of
    // halves such as 0.285 * 100.
    const double nudge = 1e-9 * std::max(1.0, std::abs(value));
    return std::llround(value + (value < 0 ? -nudge : nudge));
}

std::string print_decimal(double value, int decimals, std::string_view language) {
    const double scale = std::pow(10.0, decimals);
    const double shown = static_cast<double>(rounded(value * scale)) / scale;
    UErrorCode status = U_ZERO_ERROR;
    return utf8(formats_of(language)
                    .plain.precision(icu::number::Precision::fixedFraction(decimals))
                    .formatDouble(shown, status));
}

std::string print_count(std::int64_t count, std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    return utf8(formats_of(language).plain.formatInt(count, status));
}

std::optional<std::int64_t> whole_percentage(const Estimate& estimate) {
    CHECK(estimate.value.has_value());
    const double value = *estimate.value;
    std::int64_t whole = rounded(value);
    if (estimate.base > 0) {
        const double exact =
            100.0 * static_cast<double>(estimate.n) / static_cast<double>(estimate.base);
        if (std::abs(exact - value) < 1e-6) whole = rounded_percentage(estimate.n, estimate.base);
    }
    if (whole == 0 && value > 0) return std::nullopt;
    return whole;
}

std::string print_percentage(const Estimate& estimate, std::string_view language) {
    const auto whole = whole_percentage(estimate);
    return whole ? percent_sign(*whole, language) : "<" + percent_sign(1, language);
}

std::string print_withheld(const SafeFigure& figure, const NumberStyle& style) {
    const NumberPhrases& words = phrases_of(style.language);
    if (!figure.few) return std::string(words.withheld);
    const std::string text = fmt::format(fmt::runtime(words.fewer_people),
                                         print_count(figure.threshold, style.language));
    return cased(text, style);
}

std::string print_figure(const SafeFigure& figure, const NumberStyle& asked_style) {
    NumberStyle style = asked_style;
    style.spelled_out = style.spelled_out || figure.figure.spelled_out;
    if (figure.withheld) return print_withheld(figure, style);
    if (figure.figure.unit == FigureUnit::text) return cased(figure.figure.text, style);
    const Estimate& estimate = figure.figure.estimate;
    if (!estimate.value) return cased(std::string(phrases_of(style.language).no_value), style);
    switch (figure.figure.unit) {
        case FigureUnit::percent:
            return cased(percent_text(estimate, style), style);
        case FigureUnit::percentage_points:
            return cased(points_text(*estimate.value, style), style);
        case FigureUnit::count:
            return cased(count_text(figure.figure, style), style);
        default:
            return cased(number_text(*estimate.value, style), style);
    }
}

}  // namespace mtm
