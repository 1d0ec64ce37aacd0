#include "report/print_number.h"

#include <cmath>

#include <fmt/format.h>

#include "disclosure/precision.h"
#include "report/language.h"
#include "report/number_words.h"

namespace mtm {
namespace {

// Thousands set apart: "1,845". Only digits come in.
std::string thousands_apart(std::string digits, const std::string& separator) {
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, separator);
    }
    return digits;
}

std::string signed_and_grouped(std::string_view digits, const ReportLanguage& language) {
    const bool negative = digits.starts_with('-');
    if (negative) digits.remove_prefix(1);
    return (negative ? "−" : "") +
           thousands_apart(std::string(digits), language.text("numbers", "group"));
}

bool in_words(const NumberStyle& style) {
    return style.spelled_out || style.position == Position::sentence_start;
}

std::string cased(std::string text, const NumberStyle& style) {
    if (style.position != Position::sentence_start) return text;
    return capitalized(text, style.language);
}

std::string whole_number(std::int64_t value, const NumberStyle& style) {
    if (!in_words(style)) return print_count(value, style.language);
    return report_language(style.language).spelled(value, style.form);
}

// A number that no integer need hold: such large ones are in digits everywhere.
std::string whole_number(double value, const NumberStyle& style) {
    if (std::abs(value) >= most_rounded) return print_decimal(value, 0, style.language);
    return whole_number(rounded(value), style);
}

std::string percent_text(const Estimate& estimate, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    const bool sign = style.position == Position::brackets && !style.spelled_out;
    const auto whole = whole_percentage(estimate);
    if (!whole) {
        if (!sign) return words.form_of("less_than_one", style.form);
        return fmt::format(fmt::runtime(words.text("numbers", "less_than_one_percent")),
                           percent_in_signs(1, style.language));
    }
    if (sign) return percent_in_signs(*whole, style.language);
    return with_noun(std::abs(*estimate.value) >= most_rounded
                         ? whole_number(*estimate.value, style)
                         : whole_number(*whole, style),
                     words.noun("per_cent", style.form, *whole));
}

std::string points_text(double value, const NumberStyle& style) {
    const std::int64_t points = rounded(value);
    const ReportLanguage& words = report_language(style.language);
    return with_noun(whole_number(value, style),
                     words.noun("percentage_points", style.form, points));
}

std::string number_text(double value, const NumberStyle& style) {
    if (style.decimals > 0) return print_decimal(value, style.decimals, style.language);
    return whole_number(value, style);
}

// The number as its last word is read: a fraction by its digits.
std::int64_t read_last(double value, int decimals) {
    const std::int64_t whole = rounded(std::abs(value) * std::pow(10.0, decimals));
    return decimals > 0 ? whole % static_cast<std::int64_t>(std::pow(10.0, decimals)) : whole;
}

// A number that no noun follows carries its form itself, where the language has endings for it.
std::string with_ending(std::string text, double value, int decimals, const NumberStyle& style) {
    const ReportLanguage& language = report_language(style.language);
    if (style.form.empty() || std::abs(value) >= most_rounded / std::pow(10.0, decimals))
        return text;
    std::string_view ending = language.ending(style.form, read_last(value, decimals));
    if (decimals > 0 || !in_words(style)) return text + std::string(ending);
    for (const std::string_view apart : {"-", "\u00A0"}) {  // words have it without a mark
        if (ending.starts_with(apart)) ending.remove_prefix(apart.size());
    }
    return text + std::string(ending);
}

// What a number that is no count needs where nobody said how many decimals: one that is written in
// the text as many as it has, a ratio two; means are whole.
int decimals_of(const FigureValue& figure) {
    constexpr int most_written = 6;
    if (!figure.parts.empty()) return figure.parts.front().aggregate == "ratio" ? 2 : 0;
    int out = 0;
    double scaled = *figure.estimate.value;
    while (out < most_written && std::abs(scaled - std::round(scaled)) > 1e-9) {
        scaled *= 10;
        ++out;
    }
    return out;
}

std::string count_text(const FigureValue& figure, const NumberStyle& style) {
    return whole_number(*figure.estimate.value, style);
}

}  // namespace

std::string with_noun(const std::string& number, const std::string& noun) {
    const bool digits = !number.empty() && number.back() >= '0' && number.back() <= '9';
    return number + (digits ? "\u00A0" : " ") + noun;
}

std::int64_t rounded_percentage(std::size_t n, std::size_t base) {
    CHECK(base > 0);
    return static_cast<std::int64_t>((200 * n + base) / (2 * base));
}

std::int64_t rounded(double value) {
    // std::llround rounds half away from zero; the nudge takes back what binary fractions lose of
    // halves such as 0.285 * 100. It must not reach the next number, however large this one is.
    constexpr double most = 9.2e18;  // of what an integer holds
    if (std::isnan(value)) return 0;
    if (std::abs(value) > most) return static_cast<std::int64_t>(std::copysign(most, value));
    const double nudge = std::min(1e-9 * std::max(1.0, std::abs(value)), 1e-4);
    return std::llround(value + (value < 0 ? -nudge : nudge));
}

std::string percent_in_signs(std::int64_t value, std::string_view language) {
    const ReportLanguage& words = report_language(language);
    return fmt::format(fmt::runtime(words.text("numbers", "percent")),
                       print_count(value, language));
}

std::string print_decimal(double value, int decimals, std::string_view language) {
    const double scale = std::pow(10.0, decimals);
    const double shown = std::abs(value * scale) < most_rounded
                             ? static_cast<double>(rounded(value * scale)) / scale
                             : value;
    const ReportLanguage& words = report_language(language);
    const std::string digits = fmt::format("{:.{}f}", shown == 0 ? 0.0 : shown, decimals);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string whole = signed_and_grouped(std::string_view(digits).substr(0, point), words);
    if (point == digits.size()) return whole;
    return whole + words.text("numbers", "decimal") + digits.substr(point + 1);
}

std::string print_count(std::int64_t count, std::string_view language) {
    return signed_and_grouped(std::to_string(count), report_language(language));
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
    return whole ? percent_in_signs(*whole, language) : "<" + percent_in_signs(1, language);
}

std::string print_withheld(const SafeFigure& figure, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    if (!figure.few) return words.text("numbers", "withheld");
    const std::string text = fmt::format(fmt::runtime(words.form_of("fewer_people", style.form)),
                                         print_count(figure.threshold, style.language));
    return cased(text, style);
}

int decimals_of_ratio(double ratio) {
    int decimals = 1;
    double scale = 10;
    while (decimals < most_decimals && ratio != 0 && rounded(ratio * scale) == 0) {
        ++decimals;
        scale *= 10;
    }
    return decimals;
}

int decimals_of_mean(double value, bool weighted) {
    if (!weighted || told_weighted_number(value) != value) return 1;
    return std::min(decimals_of_weighted(value), 1);
}

NumberStyle style_of_change(const SafeFigure& change, NumberStyle style) {
    const std::optional<double>& value = change.figure.estimate.value;
    if (change.figure.unit != FigureUnit::number || style.decimals > 0 || !value) return style;
    if (std::abs(*value - std::round(*value)) < 1e-6) return style;  // a whole number has none
    const auto& expression = change.figure.expression;               // of what it is the change
    style.decimals = expression != nullptr && expression->text == "ratio" ? 2 : 1;
    return style;
}

std::string print_figure(const SafeFigure& figure, const NumberStyle& asked_style) {
    NumberStyle style = asked_style;
    style.spelled_out = style.spelled_out || figure.figure.spelled_out;
    if (figure.withheld) return print_withheld(figure, style);
    if (figure.figure.unit == FigureUnit::text) return cased(figure.figure.text, style);
    const Estimate& estimate = figure.figure.estimate;
    if (!estimate.value)
        return cased(report_language(style.language).text("numbers", "no_value"), style);
    switch (figure.figure.unit) {
        case FigureUnit::percent:
            return cased(percent_text(estimate, style), style);
        case FigureUnit::percentage_points:
            return cased(points_text(*estimate.value, style), style);
        case FigureUnit::count:
            return cased(with_ending(count_text(figure.figure, style), *estimate.value, 0, style),
                         style);
        default:
            if (style.decimals == 0) style.decimals = decimals_of(figure.figure);
            if (figure.three_digits)
                style.decimals = std::min(style.decimals, decimals_of_weighted(*estimate.value));
            return cased(
                with_ending(
                    number_text(*estimate.value, style), *estimate.value, style.decimals, style),
                style);
    }
}

}  // namespace mtm
