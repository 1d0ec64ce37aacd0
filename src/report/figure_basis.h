#pragma once

#include <string>
#include <string_view>

#include "disclosure/released.h"
#include "report/document.h"
#include "report/phrases.h"
#include "study/mark_rules.h"

namespace mtm {

/// How what a figure rests on is printed.
struct BasisStyle {
    const Phrases& words;
    std::string_view language;  // of numbers
    const MarkRules& marks;
    bool weighted = false;  // interviews stand for different numbers of people
    int decimals = 0;       // of the figure itself
    double level = 95;      // of intervals, in per cent
    std::string entries{};  // of which repeat rows are counted; empty: interviews
};

/// Says in a printed figure what it rests on: "of 646 interviews, weighted (95% interval 30–36)",
/// and that it is of few people or imprecise.
/// To the public it says no more than its text, base and interval; the internal edition has n and
/// the number itself too.
void write_basis(const SafeFigure& safe,
                 Edition edition,
                 const BasisStyle& style,
                 PrintedFigure& printed);

}  // namespace mtm
