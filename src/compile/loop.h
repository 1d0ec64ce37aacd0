#pragma once

#include <functional>
#include <string>

#include "compile/definition.h"

namespace mtm {

/// Hears of a text inside a loop whose marks cannot be replaced, and of its row.
using LoopMistake = std::function<void(int row, const std::string& text)>;

/// Replaces what stands inside a loop by a group for each choice of the list it goes over, with
/// %(name)s, %(label)s and the choice's other columns replaced in its texts and logic. %% stands
/// for the sign.
void expand_loop(const FormChoiceList& over, FormElement& loop, const LoopMistake& mistake);

}  // namespace mtm
