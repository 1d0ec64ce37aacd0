#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "study/study.h"

namespace mtm {

/// Of which repeat a name is one: that of a question or of a derived variable's question, or the
/// repeat itself; −1 for the interview. Nothing for what is neither, as a group that is no repeat.
[[nodiscard]] std::optional<int> repeat_of(const Questionnaire& form,
                                           const Plan& plan,
                                           std::string_view name);

/// Whether a repeat (−1: the interview) is another one or lies in it.
[[nodiscard]] bool lies_in(const Questionnaire& form, int inner, int outer);

/// The first name in functions of a node-set (count, sum, …) that entries of `counted` (−1:
/// interviews) do not hold: what a repeat holds is seen from outside of it only. Empty if there is
/// none.
[[nodiscard]] std::string not_held_by(const Questionnaire& form,
                                      const Plan& plan,
                                      const Node& expression,
                                      int counted);

}  // namespace mtm
