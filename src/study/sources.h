#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

namespace mtm {

/// Names of the questions whose answers decide an expression: a derived variable stands for those
/// of its categories, a calculation for those that it is made of, and one rank of a ranking for all
/// of it, since nobody gives an answer two ranks. Sorted, each once; a name that is none of these
/// stands for itself.
[[nodiscard]] std::vector<std::string> sources_of(const Study& study, const Node& expression);

/// The same of several variables.
[[nodiscard]] std::vector<std::string> sources_of(const Study& study,
                                                  const std::vector<std::string>& variables);

/// The same of what a table divides people by: its question, its groups and whom it is of.
[[nodiscard]] std::vector<std::string> sources_of(const Study& study, const TableSpec& table);

/// The same of who is asked some variables at all, and is among those `where` leaves (null: all):
/// skip logic of the questions and of the groups that hold them, without their answers.
[[nodiscard]] std::vector<std::string> sources_of_base(const Study& study,
                                                       const std::vector<std::string>& variables,
                                                       const Node* where);

/// The same of the bases of a table's groups.
[[nodiscard]] std::vector<std::string> sources_of_base(const Study& study, const TableSpec& table);

}  // namespace mtm
