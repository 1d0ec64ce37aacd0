#pragma once

#include <optional>
#include <string>

#include "disclosure/changed_figure.h"
#include "rounds/recode.h"

namespace mtm {

/// The figure and the round of `change(figure, 'round')`, if that is the whole expression. The
/// filter of `change(figure, 'round', where)` is that of the figure.
struct FigureChange {
    Expression figure;
    std::string round;
};

[[nodiscard]] std::optional<FigureChange> change_in(const Expression& expression);

/// Every change(…) in an expression.
[[nodiscard]] std::vector<const Node*> changes_in(const Node& node);

/// Whether there is an aggregate outside every change(…); words() is none.
[[nodiscard]] bool has_aggregate_beside_change(const Node& node);

/// What a figure is now less what it was, of unrounded values; n and base of the change are this
/// round's. Where both have a standard error, that of the difference with its interval
/// (estimation/many_tests.h); else why not: a round has none, or nobody or everybody is counted in
/// one, so that linearisation finds no variance. An error if one of the rounds cannot answer,
/// naming it.
[[nodiscard]] Result<ChangedFigure> evaluate_change(const ComparedRound& before,
                                                    const Study& now,
                                                    const Dataset& dataset,
                                                    const Expression& figure);

}  // namespace mtm
