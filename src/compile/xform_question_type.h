#pragma once

#include "compile/definition.h"
#include "compile/xform_data.h"

namespace mtm {

/// The type of a question: what control, binding and actions together say. REQUIRES: `element` has
/// its name, bind, actions and triggers.
[[nodiscard]] std::string question_type(const XformDatum& datum, const FormElement& element);

/// The cell `parameters` of a question, from the attributes that its parameters became.
[[nodiscard]] std::string question_parameters(const FormElement& element);

}  // namespace mtm
