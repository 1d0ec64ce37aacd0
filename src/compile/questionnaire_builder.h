#pragma once

#include "base/diagnostic.h"
#include "compile/define.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// Understands a form: what its questions, groups and choices are, with their logic parsed. What
/// cannot be understood is reported and left out. Nodes that no person answers and no logic needs
/// (instanceID, declarations of files, entities) are not in it.
[[nodiscard]] Questionnaire build_questionnaire(const FormDefinition& form,
                                                const FormSource& source,
                                                Diagnostics& diagnostics);

}  // namespace mtm
