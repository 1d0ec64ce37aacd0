#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "expression/node.h"
#include "study/study.h"

namespace mtm {

/// A figure with a filter put on each of its aggregates, beside the filter that it may have.
[[nodiscard]] Expression restricted(const Expression& figure, const Expression& where);

/// One group of a breakdown: its category and the filter that selects it. The first one of
/// `conditions_by` is everyone, under an empty name.
struct GroupCondition {
    std::string name;
    std::optional<Expression> condition;
};

/// Everyone, then each category of a select question or derived variable, all inside `where`. Only
/// everyone if `by` is empty. An error if `by` names nothing that has categories.
[[nodiscard]] Result<std::vector<GroupCondition>> conditions_by(
    const Study& study,
    const Dataset& dataset,
    const std::string& by,
    const std::optional<Expression>& where);

}  // namespace mtm
