#pragma once

#include "base/diagnostic.h"
#include "compile/define.h"

namespace mtm {

/// Checks what only the whole form can tell: that all that people see has a text, that triggers can
/// be seen, that names of files and lists do not clash. What it reports, an XForm cannot say.
void check_definition(const FormDefinition& form,
                      const FormSource& source,
                      Diagnostics& diagnostics);

}  // namespace mtm
