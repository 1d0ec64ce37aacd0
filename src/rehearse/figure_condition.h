#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/published_figure.h"
#include "study/study.h"

namespace mtm {

/// A figure in the questionnaire's language: whom it counts, and of whom.
struct FigureCondition {
    int question = -1;
    Node base;
    std::optional<Node> subset;
    std::optional<Node> category;  // absent for a mean
};

/// Finds the question, base and category that a figure names; nothing, and a diagnostic for each
/// name that does not exist, if one of them is unknown.
[[nodiscard]] std::optional<FigureCondition> figure_condition(const Questionnaire& questionnaire,
                                                              const Plan& plan,
                                                              const PublishedFigure& figure,
                                                              Diagnostics& diagnostics);

}  // namespace mtm
