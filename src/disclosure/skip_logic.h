#pragma once

#include <set>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// Names that an expression rests on: those that it mentions, and those that calculations which it
/// mentions are made of.
[[nodiscard]] std::set<std::string> names_behind(const Questionnaire& form, const Node& node);

/// Questions that are asked or not, or that offer other choices, depending on the answer to this
/// one, directly or through others that are: whether and how they were answered tells of it. Those
/// of `not_through` are told, and not followed further.
[[nodiscard]] std::vector<int> questions_resting_on(const Questionnaire& form,
                                                    int question,
                                                    const std::set<int>& not_through = {});

/// When a question with a choice_filter offers its choices: of each the filter, with what stands
/// beside the choice in place of the columns of the choices sheet; each once. Where the choices lie
/// outside the form or the filter looks elsewhere, what decides instead: which of the answers in
/// `dataset` was given to the questions that the filter names. Empty without a filter, and where it
/// names no question.
[[nodiscard]] std::vector<Node> offers_of(const Questionnaire& form,
                                          const Dataset& dataset,
                                          int question);

}  // namespace mtm
