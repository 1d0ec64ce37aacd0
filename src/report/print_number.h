#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "disclosure/released.h"

namespace mtm {

/// Where in its sentence a number stands.
enum class Position {
    prose,          // 33 per cent
    brackets,       // (33%)
    sentence_start  // Thirty-three per cent
};

/// How a number is printed.
struct NumberStyle {
    std::string language = "en";
    Position position = Position::prose;
    bool spelled_out = false;  // in words wherever it stands
    int decimals = 0;          // of means and other plain numbers; more than 0: never in words
    std::string form{};        // of the language's forms: "genitive"; empty: the usual one
};

/// 100 n / base as a whole number, half away from zero, in integers throughout.
/// REQUIRES: base > 0.
[[nodiscard]] std::int64_t rounded_percentage(std::size_t n, std::size_t base);

/// The same for a value whose counts are not known. REQUIRES, to be exact: less than `most_rounded`
/// away from 0.
[[nodiscard]] std::int64_t rounded(double value);

/// From here on a number has no halves to round, and soon more digits than an integer holds: it is
/// printed by `print_decimal`, as it is.
inline constexpr double most_rounded = 9e15;

/// With that many decimals, half away from zero, in the digits and separators of the language.
[[nodiscard]] std::string print_decimal(double value, int decimals, std::string_view language);

/// 33 as "33%", "33 %" in Russian.
[[nodiscard]] std::string percent_in_signs(std::int64_t value, std::string_view language);

/// A number with the noun that it counts, on one line with it where the number is in digits.
[[nodiscard]] std::string with_noun(const std::string& number, const std::string& noun);

/// "1,845".
[[nodiscard]] std::string print_count(std::int64_t count, std::string_view language);

/// What a percentage is worth when rounded; absent for one above 0 that rounds to 0.
[[nodiscard]] std::optional<std::int64_t> whole_percentage(const Estimate& estimate);

/// A percentage as tables and brackets have it: "33%", "33 %" in Russian, "<1%".
[[nodiscard]] std::string print_percentage(const Estimate& estimate, std::string_view language);

/// "fewer than 10 people", or "[withheld]" where it need not be so few.
[[nodiscard]] std::string print_withheld(const SafeFigure& figure, const NumberStyle& style);

/// Decimals of a ratio: one, as in tables; but one that is not 0 gets as many as its first digit
/// needs, up to `most_decimals`.
inline constexpr int most_decimals = 6;
[[nodiscard]] int decimals_of_ratio(double ratio);

/// Decimals of a mean, total or median in tables: one, or none where it was told to three digits,
/// of weighted people, and has them before the point.
[[nodiscard]] int decimals_of_mean(double value, bool weighted);

/// The style for a change: of means that is not whole with a decimal, of ratios with two; of others
/// the style says it all.
[[nodiscard]] NumberStyle style_of_change(const SafeFigure& change, NumberStyle style);

/// A figure as the organisation prints it.
[[nodiscard]] std::string print_figure(const SafeFigure& figure, const NumberStyle& style);

}  // namespace mtm
