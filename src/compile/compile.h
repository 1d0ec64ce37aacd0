#pragma once

#include <string>

#include "base/diagnostic.h"
#include "compile/define.h"
#include "questionnaire/questionnaire.h"
#include "workbook/cells.h"

namespace mtm {

struct Compiled {
    Questionnaire questionnaire;  // all that could be made of it
    Diagnostics diagnostics;      // every mistake, in the order of the sheets
};

/// Compiles the sheets of an XLSForm (see define.h) into a Questionnaire. MTM's own columns
/// (disclosure, missing, reviewed_by) are read too; other sheets are left alone. Never stops at the
/// first mistake. `file_name` goes into the diagnostics and gives the form its id and title where
/// the settings do not.
[[nodiscard]] Compiled compile(const Workbook& workbook, const std::string& file_name);

/// Understands a form that has been read: what `compile` does after `define_form`.
[[nodiscard]] Compiled compile(const DefinedForm& form);

}  // namespace mtm
