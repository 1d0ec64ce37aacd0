#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/print_number.h"

namespace mtm {

/// Words that follow the numbers: what they say depends on numbers as they are printed, so that a
/// sentence never contradicts the number beside it and tells no more than that number does. The
/// ranges are those of docs/formats/report.md, the same in every language; the words are those of
/// the language's file.

/// Key of a percentage among the shares in words: "nearly_half". REQUIRES: it has a value.
[[nodiscard]] std::string_view share_key(const Estimate& percentage);

/// "nearly half" (`section` is "shares") or "one in three" ("people").
[[nodiscard]] std::string share_in_words(const SafeFigure& percentage,
                                         std::string_view section,
                                         const NumberStyle& style);

/// "a slight decrease of 2 percentage points". `significant` is absent where there is no test.
[[nodiscard]] std::string change_in_words(const SafeFigure& change,
                                          std::optional<bool> significant,
                                          const NumberStyle& style);

/// "rose from 12 to 18 per cent".
[[nodiscard]] std::string rise_in_words(const SafeFigure& before,
                                        const SafeFigure& after,
                                        const NumberStyle& style);

/// "slightly higher, by 2 percentage points": the first figure beside the second, by their
/// difference.
[[nodiscard]] std::string difference_in_words(const SafeFigure& difference,
                                              const NumberStyle& style);

/// "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& parts, std::string_view language);

/// "34, 21 and 9 per cent": percentages share their noun; what else is in the list is printed
/// whole.
[[nodiscard]] std::string figures_listed(const std::vector<SafeFigure>& figures,
                                         const NumberStyle& style);

/// A count with its noun in the form that the language asks for: "22 человека". `forms` are in the
/// order of the language's categories; the last serves those that are left.
[[nodiscard]] std::string counted_noun(const SafeFigure& count,
                                       const std::vector<std::string>& forms,
                                       const NumberStyle& style);

/// The word alone that goes with a number as it is printed: "платил" with 41 процент, "платили"
/// with 33 процента. What is withheld takes the last form.
[[nodiscard]] std::string agreeing_word(const SafeFigure& figure,
                                        const std::vector<std::string>& forms,
                                        const NumberStyle& style);

/// "third", in brackets "3rd".
[[nodiscard]] std::string ordinal_in_words(const SafeFigure& number, const NumberStyle& style);

/// As a reader sees the number: whole percentages, what is above 0 and rounds to it between them;
/// plain numbers with that many decimals. Absent where there is none.
[[nodiscard]] std::optional<double> value_as_printed(const SafeFigure& figure, int decimals);

/// Whether the interval of a change or difference leaves 0 out; absent without one.
[[nodiscard]] std::optional<bool> differs_from_zero(const Estimate& difference);

}  // namespace mtm
