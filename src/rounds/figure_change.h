#pragma once

#include <optional>
#include <string>

#include "rounds/recode.h"
#include "tabulate/figure.h"

namespace mtm {

/// The figure and the round of `change(figure, 'round')`, if that is the whole expression.
struct FigureChange {
    Expression figure;
    std::string round;
};

[[nodiscard]] std::optional<FigureChange> change_in(const Expression& expression);

/// What a figure is now less what it was, of unrounded values; n and base are this round's. Where
/// both have a standard error, that of the difference with its interval
/// (estimation/many_tests.h); where one has none, its reason. Not for a publication: the parts are
/// those of this round alone, so disclosure control cannot judge the other. An error if one of the
/// rounds cannot answer, naming it.
[[nodiscard]] Result<FigureValue> evaluate_change(const ComparedRound& before,
                                                  const Study& now,
                                                  const Dataset& dataset,
                                                  const Expression& figure);

}  // namespace mtm
