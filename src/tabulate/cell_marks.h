#pragma once

#include <optional>

#include "estimation/reliability.h"
#include "study/mark_rules.h"
#include "tabulate/figure.h"
#include "tabulate/table.h"

namespace mtm {

/// What the reader of a number is told beside it of how far it can be trusted.
struct CellMarks {
    bool small_base = false;  // it rests on fewer people than the study's smallest base
    std::optional<Reliability> reliability;  // absent where no standard error is known

    [[nodiscard]] bool any() const {
        return small_base || reliability.value_or(Reliability::usual) != Reliability::usual;
    }
};

/// Of a cell as it was released: one without value, or in a coarse table, has no mark. A percentage
/// rests on its base, a mean, median, total or ratio on those who have a number; a count has no
/// small base. Percentages are judged as `rules.proportions` says, all else by its coefficient of
/// variation.
[[nodiscard]] CellMarks marks_of(const Estimate& estimate,
                                 Statistic statistic,
                                 const MarkRules& rules);

/// Of a figure as it was released, if it is one aggregate and no arithmetic of several.
[[nodiscard]] CellMarks marks_of(const FigureValue& figure, const MarkRules& rules);

/// Whether a base that is printed is to be marked as small.
[[nodiscard]] bool is_small_base(std::size_t base, const MarkRules& rules);

}  // namespace mtm
