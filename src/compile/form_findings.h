#pragma once

#include "base/diagnostic.h"
#include "compile/define.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// Reports every question whose being asked, or whose calculation, depends on itself.
void find_circles(const Questionnaire& form, const FormSource& source, Diagnostics& diagnostics);

/// Counts, for each language but the default one, the texts that no speaker has reviewed.
void count_unreviewed(const FormDefinition& form,
                      const FormSource& source,
                      Diagnostics& diagnostics);

}  // namespace mtm
