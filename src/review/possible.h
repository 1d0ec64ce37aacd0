#pragma once

#include <cstddef>
#include <vector>

#include "expression/node.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// A condition and the question that `.` in it stands for (-1: none).
struct Requirement {
    const Node* node = nullptr;
    int self = -1;
};

/// Whether answers exist under which all requirements hold together, for a question or group that
/// stands in the repeat `repeat` (index into groups; -1: in none). What must be answered for that
/// must have been asked, and its answer allowed, so the conditions and constraints of those
/// questions are required too. Understood are comparisons of a question with a constant,
/// selected(), and, or, not; everything else is taken to be possible, so a `false` is certain.
[[nodiscard]] bool is_possible(const Questionnaire& form,
                               const std::vector<Requirement>& requirements,
                               int repeat);

/// Whether any answer to the question meets its constraint, as far as `is_possible` understands it.
/// REQUIRES: it has one.
[[nodiscard]] bool can_be_met(const Questionnaire& form, int question);

}  // namespace mtm
