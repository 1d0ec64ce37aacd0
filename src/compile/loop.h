#pragma once

#include "compile/definition.h"

namespace mtm {

/// Makes a group of each choice of a list (but "none") out of what stands in a loop: in names,
/// texts and expressions, %(name)s and %(label)s become those of the choice.
void expand_loop(const FormChoiceList& over, FormElement& loop);

}  // namespace mtm
