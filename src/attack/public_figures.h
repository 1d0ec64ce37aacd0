#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attack/public_system.h"

namespace mtm {

/// What a figure says about counts of people.
struct FigureCounts {
    std::string question;
    std::string answer;  // empty: it is of its base alone
    Answers where;
    std::optional<long long> count;  // printed
    std::string percentage;          // printed, in digits; empty if none is
};

/// Of `percent(c)`, `count(c)`, `base(${q})` and `mean(${q})`, each with an optional where, where c
/// is `${q} = 'answer'` or `selected(${q}, 'answer')`, and where is what answers_in understands.
/// Nothing of any other expression. `share` has another base than those asked: nothing.
[[nodiscard]] std::optional<FigureCounts> figure_counts(const PublicFigure& figure);

/// What a reader makes of a whole number in words: “Sixty”. Nothing of a text that is none.
using NumberReader = std::function<std::optional<long long>(std::string_view)>;

/// Finds out what the figures `count(…)` say that are printed in words. No reader: nothing.
void read_words(const NumberReader& reader, std::vector<PublicFigure>& figures);

/// How many people a figure `count(…)` prints, in digits or in words; nothing of any other.
[[nodiscard]] std::optional<long long> people_counted(const PublicFigure& figure);

}  // namespace mtm
