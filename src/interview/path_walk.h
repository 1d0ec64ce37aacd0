#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/evaluate.h"
#include "interview/routing.h"

namespace mtm {

/// Where an expression stands: a node of an interview.
struct PathPlace {
    int instance = 0;       // index into RoutedInterview::instances
    std::string_view path;  // "/data/household/age"
};

/// Whether `walk` can follow the path: the axes that forms have (child, parent, self and "//"),
/// names and "*", predicates, current(), and instance() of one of the form's lists or of a file
/// that the questionnaire holds. Attributes, other axes and other files it cannot.
[[nodiscard]] bool can_walk(const Questionnaire& form, const Node& path);

/// The node-set of a path over an interview, or over the items of a choice list. As on devices, an
/// absolute path goes into the repeat instances in which the expression itself stands. `current` is
/// where the whole expression stands, `here` where this part of it does (in a predicate: the node
/// that is asked about); `source` answers everything else in predicates.
/// REQUIRES: can_walk.
[[nodiscard]] NodeSet walk(const Node& path,
                           const Router& router,
                           const RoutedInterview& interview,
                           const PathPlace& here,
                           const PathPlace& current,
                           const AnswerSource& source);

/// A column of an item, by the name that it has in paths: name, label, or any other column.
[[nodiscard]] std::string choice_column(const Choice& choice,
                                        std::string_view name,
                                        std::size_t language);

}  // namespace mtm
