#include "report/figure_basis.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/print_number.h"
#include "report/trust_words.h"

namespace mtm {
namespace {

std::string_view basis_phrase(const SafeFigure& safe, bool exact, const BasisStyle& style) {
    const Phrases& words = style.words;
    const bool entries = !style.entries.empty();
    if (!exact || safe.figure.unit == FigureUnit::count)
        return entries ? words.basis_count_entries : words.basis_count;
    if (safe.figure.unit == FigureUnit::percent)
        return entries ? words.basis_percent_entries : words.basis_percent;
    return entries ? words.basis_number_entries : words.basis_number;
}

// How many were asked is a number of people, whatever they stand for.
bool counts_base(const FigureValue& figure) {
    return figure.parts.size() == 1 && figure.parts.front().aggregate == "base";
}

template <typename... Fields>
void extend(std::string& basis, std::string_view phrase, const Fields&... fields) {
    basis = fmt::format(fmt::runtime(phrase), fmt::arg("basis", basis), fields...);
}

void add_interval(const FigureValue& figure, const BasisStyle& style, PrintedFigure& printed) {
    if (!style.marks.intervals) return;
    const int decimals = figure.unit == FigureUnit::count ? 0 : std::max(style.decimals, 1);
    printed.interval = print_interval(
        figure.estimate, figure.unit == FigureUnit::percent, decimals, style.words, style.language);
    if (printed.interval.empty()) return;
    extend(printed.basis,
           style.words.with_interval,
           fmt::arg("interval", printed.interval),
           fmt::arg("level", style.level));
}

void add_marks(const CellMarks& marks, const BasisStyle& style, std::string& basis) {
    if (marks.small_base) {
        extend(basis, style.words.with_small_base, fmt::arg("fewest", style.marks.small_base));
    }
    if (marks.reliability == Reliability::caution) extend(basis, style.words.with_caution);
    if (marks.reliability == Reliability::unreliable) extend(basis, style.words.with_unreliable);
}

}  // namespace

void write_basis(const SafeFigure& safe,
                 Edition edition,
                 const BasisStyle& style,
                 PrintedFigure& printed) {
    printed.withheld = safe.withheld;
    if (safe.withheld) {
        printed.basis = fmt::format(fmt::runtime(style.words.basis_withheld),
                                    fmt::arg("threshold", safe.threshold));
        return;
    }
    const Estimate& estimate = safe.figure.estimate;
    if (!estimate.value || safe.figure.unit == FigureUnit::text) return;
    if (safe.base_withheld) return;
    // A number of the text's own, such as 15, is of nobody's answers.
    const bool is_constant = safe.figure.parts.empty() && estimate.base == 0;
    if (!is_constant) printed.base = estimate.base;
    // To the public a figure says no more than its text: exact numbers of people beside rounded
    // ones would let tables and sentences be subtracted from each other.
    const bool exact = edition == Edition::internal;
    if (exact) {
        printed.value = fmt::format("{}", *estimate.value);
        printed.n = estimate.n;
    }
    const auto count = [&](std::size_t n) {
        return print_count(static_cast<std::int64_t>(n), style.language);
    };
    printed.basis =
        fmt::format(fmt::runtime(basis_phrase(safe, exact, style)),
                    fmt::arg("n", count(estimate.n)),
                    fmt::arg("base", count(estimate.base)),
                    fmt::arg("exact", print_decimal(*estimate.value, 1, style.language)),
                    fmt::arg("repeat", style.entries));
    if (style.weighted && !counts_base(safe.figure)) {
        extend(printed.basis, style.words.with_weights);
    }
    add_interval(safe.figure, style, printed);
    add_marks(marks_of(safe.figure, style.marks), style, printed.basis);
}

}  // namespace mtm
