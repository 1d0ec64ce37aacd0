#pragma once

#include <optional>

#include "disclosure/changed_figure.h"
#include "rounds/previous_round.h"

namespace mtm {

/// A figure that the previous round printed: the percentage or mean of a row. "<1" counts as the
/// middle between 0 and the half that it rounds from.
[[nodiscard]] double value_of_print(const PrintedNumber& printed);

/// Why nothing is tested against it.
[[nodiscard]] std::string no_test_of_print(const PreviousRound& previous);

/// An error for each row that prints another number for a figure (question, category, base and
/// subset) than a row before it: nobody could say which of them the round told.
[[nodiscard]] Diagnostics contradictions_of_print(const std::vector<PublishedFigure>& printed);

/// The row of what the other round printed that is this figure: percent or share of one category,
/// or a mean, of the same question, category and filter, and of a base that is, among this round's
/// interviews, the figure's. Null if there is none.
[[nodiscard]] const PublishedFigure* row_of_figure(const std::vector<PublishedFigure>& printed,
                                                   const Study& study,
                                                   const Dataset& dataset,
                                                   const Expression& figure);

/// What the recodes of this round leave apart in what the other one printed of a question: a choice
/// that it printed by itself counts as another here, or as one that this round does not have. A
/// sentence; empty if the printed figures are of the same choices.
[[nodiscard]] std::string recoded_in_print(const std::vector<ChoiceRecode>& recodes,
                                           const std::vector<PublishedFigure>& printed,
                                           const Questionnaire& now,
                                           const std::string& question);

/// As evaluate_change, from what the previous round printed: without a test, and saying so. An
/// error where the figure is of a question of which recodes leave printed choices apart.
[[nodiscard]] Result<ChangedFigure> evaluate_change_from_print(const PreviousRound& previous,
                                                               const Study& now,
                                                               const Dataset& dataset,
                                                               const Expression& figure);

}  // namespace mtm
