#include "tabulate/cell_marks.h"

#include <algorithm>

namespace mtm {
namespace {

// People that a number rests on; 0 where that may not be told, and of a count.
std::size_t rests_on(const Estimate& estimate, Statistic statistic) {
    if (statistic == Statistic::count) return 0;
    return statistic == Statistic::percent ? estimate.base : estimate.n;
}

std::optional<Reliability> by_variation(const Estimate& estimate, const MarkRules& rules) {
    const auto percent = coefficient_of_variation(*estimate.value, *estimate.standard_error);
    if (!percent) return std::nullopt;
    return reliability_by_variation(*percent, rules.caution, rules.unreliable);
}

std::optional<Reliability> of_percentage(const Estimate& estimate, const MarkRules& rules) {
    switch (rules.proportions) {
        case ProportionRule::none:
            return std::nullopt;
        case ProportionRule::cv:
            return by_variation(estimate, rules);
        case ProportionRule::nchs:
            break;
    }
    if (!(estimate.df.value_or(0) > 0) || estimate.base == 0) return std::nullopt;
    const double error = *estimate.standard_error / 100;
    return standard_of_proportion({std::clamp(*estimate.value / 100, 0.0, 1.0),
                                   error * error,
                                   *estimate.df,
                                   static_cast<double>(estimate.base)})
        .reliability;
}

}  // namespace

CellMarks marks_of(const Estimate& estimate, Statistic statistic, const MarkRules& rules) {
    CellMarks out;
    if (!estimate.value) return out;
    out.small_base = is_small_base(rests_on(estimate, statistic), rules);
    if (!estimate.standard_error) return out;
    out.reliability = statistic == Statistic::percent ? of_percentage(estimate, rules)
                                                      : by_variation(estimate, rules);
    return out;
}

CellMarks marks_of(const FigureValue& figure, const MarkRules& rules) {
    if (figure.parts.size() != 1) return {};
    switch (figure.unit) {
        case FigureUnit::percent:
            return marks_of(figure.estimate, Statistic::percent, rules);
        case FigureUnit::count:
            return marks_of(figure.estimate, Statistic::count, rules);
        case FigureUnit::number:
            return marks_of(figure.estimate, Statistic::mean, rules);
        case FigureUnit::percentage_points:
        case FigureUnit::text:
            break;
    }
    return {};
}

bool is_small_base(std::size_t base, const MarkRules& rules) {
    return base > 0 && base < static_cast<std::size_t>(rules.small_base);
}

}  // namespace mtm
