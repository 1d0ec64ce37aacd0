#include "report/wording.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "report/language.h"
#include "report/number_words.h"

namespace mtm {
namespace {

// The last whole percentage of each range.
struct ShareRange {
    std::int64_t last;
    std::string_view key;
};

constexpr ShareRange share_ranges[] = {{2, "hardly"},
                                       {7, "twentieth"},
                                       {12, "tenth"},
                                       {14, "seventh"},
                                       {18, "sixth"},
                                       {22, "fifth"},
                                       {27, "quarter"},
                                       {30, "over_quarter"},
                                       {35, "third"},
                                       {44, "two_fifths"},
                                       {48, "nearly_half"},
                                       {51, "half"},
                                       {55, "over_half"},
                                       {63, "three_fifths"},
                                       {69, "two_thirds"},
                                       {72, "over_two_thirds"},
                                       {77, "three_quarters"},
                                       {82, "four_fifths"},
                                       {87, "over_four_fifths"},
                                       {92, "nine_tenths"},
                                       {97, "over_nine_tenths"},
                                       {100, "nearly_all"}};

constexpr std::int64_t last_slight = 2;  // percentage points
constexpr std::int64_t first_sharp = 10;

bool is_points(const SafeFigure& figure) {
    return figure.figure.unit == FigureUnit::percentage_points ||
           figure.figure.unit == FigureUnit::percent;
}

SafeFigure without_sign(const SafeFigure& figure) {
    SafeFigure out = figure;
    if (out.figure.estimate.value) out.figure.estimate.value = std::abs(*out.figure.estimate.value);
    if (out.figure.unit == FigureUnit::percent) out.figure.unit = FigureUnit::percentage_points;
    return out;
}

std::string cased_as(const std::string& text, const NumberStyle& style) {
    return style.position == Position::sentence_start ? capitalized(text, style.language) : text;
}

using FieldText =
    std::function<std::string(std::string_view name, std::string_view form, Position position)>;

/// Fills a text of a language's file: "{size|dative}" is the field `size` in the form `dative`. A
/// number that begins the text stands where the text does; the others stand in prose.
std::string filled_in(std::string_view pattern, const FieldText& field, const NumberStyle& style) {
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) break;
        out += pattern.substr(at, open - at);
        const std::string_view inside = pattern.substr(open + 1, close - open - 1);
        const std::size_t bar = inside.find('|');
        const std::string_view form =
            bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1);
        const bool first = open == 0 && style.position == Position::sentence_start;
        out +=
            field(inside.substr(0, bar), form, first ? Position::sentence_start : Position::prose);
        at = close + 1;
    }
    out += pattern.substr(at);
    return cased_as(out, style);
}

std::string in_position(const SafeFigure& figure,
                        std::string_view form,
                        Position position,
                        NumberStyle style) {
    style.position = position;
    if (!form.empty()) style.form = form;
    return print_figure(figure, style);
}

std::string filled_with_size(std::string_view pattern,
                             const SafeFigure& figure,
                             const NumberStyle& style) {
    const SafeFigure size = without_sign(figure);
    return filled_in(
        pattern,
        [&](std::string_view, std::string_view form, Position position) {
            return in_position(size, form, position, style);
        },
        style);
}

// The number alone, for "from 12 to 18 per cent".
std::string bare_number(const SafeFigure& figure, Position position, const NumberStyle& style) {
    const Estimate& estimate = figure.figure.estimate;
    const bool percent = figure.figure.unit == FigureUnit::percent;
    const auto whole = percent ? whole_percentage(estimate) : rounded(*estimate.value);
    const bool large = std::abs(*estimate.value) >= most_rounded;
    if (!whole || large || (!percent && style.decimals > 0))
        return in_position(figure, {}, position, style);
    const bool words = position == Position::sentence_start || style.spelled_out;
    return words ? report_language(style.language).spelled(*whole, style.form)
                 : print_count(*whole, style.language);
}

}  // namespace

std::string_view share_key(const Estimate& percentage) {
    CHECK(percentage.value.has_value());
    if (*percentage.value == 0) return "none";
    if (*percentage.value >= 100) return "all";
    const std::int64_t whole = whole_percentage(percentage).value_or(0);
    for (const ShareRange& range : share_ranges) {
        if (whole <= range.last) return range.key;
    }
    return "nearly_all";
}

std::string share_in_words(const SafeFigure& percentage,
                           std::string_view section,
                           const NumberStyle& style) {
    return cased_as(
        report_language(style.language).text(section, share_key(percentage.figure.estimate)),
        style);
}

std::string change_in_words(const SafeFigure& change,
                            std::optional<bool> significant,
                            const NumberStyle& asked_style) {
    const NumberStyle style = style_of_change(change, asked_style);
    const ReportLanguage& words = report_language(style.language);
    const double value = *change.figure.estimate.value;
    if (significant && !*significant)
        return cased_as(words.text("change", "not_significant"), style);
    const auto printed = value_as_printed(without_sign(change), style.decimals);
    if (!printed || *printed == 0) return cased_as(words.text("change", "none"), style);
    std::string key = value > 0 ? "up" : "down";
    if (is_points(change)) {
        const std::int64_t points = rounded(std::abs(value));
        if (points <= last_slight) key = "slight_" + key;
        if (points >= first_sharp) key = "sharp_" + key;
    }
    return filled_with_size(words.text("change", key), change, style);
}

std::string rise_in_words(const SafeFigure& before,
                          const SafeFigure& after,
                          const NumberStyle& style) {
    const auto was = value_as_printed(before, style.decimals);
    const auto is = value_as_printed(after, style.decimals);
    const char* key = *is > *was ? "rose" : *is < *was ? "fell" : "stayed";
    return filled_in(
        report_language(style.language).text("change", key),
        [&](std::string_view name, std::string_view form, Position position) {
            if (name == "before_number") return bare_number(before, position, style);
            return in_position(name == "before" ? before : after, form, position, style);
        },
        style);
}

std::string difference_in_words(const SafeFigure& difference, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    const double value = *difference.figure.estimate.value;
    const auto printed = value_as_printed(without_sign(difference), style.decimals);
    if (!printed || *printed == 0) return cased_as(words.text("difference", "same"), style);
    std::string key = value > 0 ? "higher" : "lower";
    if (is_points(difference)) {
        const std::int64_t points = rounded(std::abs(value));
        if (points <= last_slight) key = "slightly_" + key;
        if (points >= first_sharp) key = "far_" + key;
    }
    return filled_with_size(words.text("difference", key), difference, style);
}

std::string listed(const std::vector<std::string>& parts, std::string_view language) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return parts.front();
    const ReportLanguage& words = report_language(language);
    const std::vector<std::string> first(parts.begin(), parts.end() - 1);
    return fmt::format(fmt::runtime(words.text("lists", "last")),
                       join(first, words.text("lists", "between")),
                       parts.back());
}

std::string figures_listed(const std::vector<SafeFigure>& figures, const NumberStyle& style) {
    const bool share_noun =
        style.position != Position::brackets && figures.size() > 1 &&
        std::ranges::all_of(figures, [](const SafeFigure& figure) {
            return !figure.withheld && figure.figure.unit == FigureUnit::percent &&
                   figure.figure.estimate.value && whole_percentage(figure.figure.estimate);
        });
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const bool last = i + 1 == figures.size();
        const Position position = style.position == Position::sentence_start && i > 0 && !share_noun
                                      ? Position::prose
                                      : style.position;
        if (share_noun && !last) {
            parts.push_back(bare_number(figures[i], position, style));
        } else if (share_noun) {
            NumberStyle spelled = style;
            spelled.spelled_out = style.spelled_out || style.position == Position::sentence_start;
            parts.push_back(in_position(figures[i], {}, Position::prose, spelled));
        } else {
            parts.push_back(in_position(figures[i], {}, position, style));
        }
    }
    return cased_as(listed(parts, style.language), style);
}

std::string counted_noun(const SafeFigure& count,
                         const std::vector<std::string>& forms,
                         const NumberStyle& asked_style) {
    const std::optional<double>& value = count.figure.estimate.value;
    if (count.withheld || !value) return print_figure(count, asked_style);
    const ReportLanguage& words = report_language(asked_style.language);
    NumberStyle style = asked_style;
    if (!words.ending(style.form, rounded(*value)).empty()) style.form.clear();  // the noun has it
    const std::size_t form = words.plural_form(rounded(*value));
    return with_noun(print_figure(count, style), forms[std::min(form, forms.size() - 1)]);
}

std::string agreeing_word(const SafeFigure& figure,
                          const std::vector<std::string>& forms,
                          const NumberStyle& style) {
    const auto printed = value_as_printed(figure, 0);
    std::size_t form = forms.size() - 1;
    if (printed && std::floor(*printed) == *printed) {
        const auto whole = static_cast<std::int64_t>(*printed);
        form = std::min(form, report_language(style.language).plural_form(whole));
    }
    return cased_as(forms[form], style);
}

std::string ordinal_in_words(const SafeFigure& number, const NumberStyle& style) {
    const ReportLanguage& words = report_language(style.language);
    const std::int64_t place = rounded(*number.figure.estimate.value);
    if (style.position == Position::brackets) return words.ordinal_in_digits(place);
    return cased_as(words.ordinal(place, style.form), style);
}

std::optional<double> value_as_printed(const SafeFigure& figure, int decimals) {
    if (figure.withheld || figure.figure.unit == FigureUnit::text ||
        !figure.figure.estimate.value) {
        return std::nullopt;
    }
    const Estimate& estimate = figure.figure.estimate;
    if (figure.figure.unit == FigureUnit::percent && *estimate.value >= 0) {
        const auto whole = whole_percentage(estimate);
        return whole ? static_cast<double>(*whole) : 0.5;
    }
    const double scale = figure.figure.unit == FigureUnit::number ? std::pow(10.0, decimals) : 1.0;
    if (std::abs(*estimate.value * scale) >= most_rounded) return estimate.value;
    return static_cast<double>(rounded(*estimate.value * scale)) / scale;
}

std::optional<bool> differs_from_zero(const Estimate& difference) {
    if (!difference.low || !difference.high) return std::nullopt;
    return *difference.low > 0 || *difference.high < 0;
}

}  // namespace mtm
