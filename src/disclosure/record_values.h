#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/identifying_text.h"
#include "disclosure/variable_roles.h"

namespace mtm {

/// Answers to a question that hold something by which a person can be found.
struct IdentifyingAnswers {
    int question = -1;
    IdentifyingKind kind = IdentifyingKind::nothing;
    std::vector<std::string> interviews;  // instanceIDs, in the dataset's order
};

/// Roles as the answers themselves call for them, beside names and marks: whole numbers of seven
/// digits and more are telephones or documents, and a number that nearly everybody has for
/// themselves is a key.
[[nodiscard]] std::vector<VariableRole> roles_by_answers(const Study& study,
                                                         const Dataset& dataset,
                                                         std::vector<VariableRole> roles);

/// What stands in free answers that [protection.records] wants published. Such answers are not.
[[nodiscard]] std::vector<IdentifyingAnswers> identifying_answers(
    const Study& study, const Dataset& dataset, const std::vector<VariableRole>& roles);

/// The column of a question, and its level; null where there is none.
struct ColumnPlace {
    const Column* column = nullptr;
    std::size_t level = 0;
};

[[nodiscard]] ColumnPlace column_of(const Dataset& dataset, int question);

}  // namespace mtm
