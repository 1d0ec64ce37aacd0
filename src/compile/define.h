#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "compile/definition.h"
#include "workbook/cells.h"

namespace mtm {

/// Where a definition was read: for the places of diagnostics that come later.
struct FormSource {
    std::string file;
    std::string survey_sheet = "survey";
    std::string choices_sheet = "choices";
    Attributes survey_headers;  // "bind::relevant" → the header as its author wrote it
    Attributes choices_headers;

    /// A place on one of the sheets; `column` is the path of a header ("bind::relevant"), or its
    /// last word. Rows count from 1; 0 is no row in particular.
    [[nodiscard]] Place survey_place(int row, std::string_view column) const;
    [[nodiscard]] Place choices_place(int row, std::string_view column) const;
};

struct DefinedForm {
    FormDefinition definition;  // all that could be made of the workbook
    FormSource source;
    Diagnostics diagnostics;  // errors: what makes a form impossible, as pyxform 4.5 judges
};

/// Reads the sheets survey, choices, settings, external_choices, entities and osm of an XLSForm.
/// Never stops at the first mistake. `file_name` goes into the diagnostics and gives the form its
/// id and title where the settings do not.
[[nodiscard]] DefinedForm define_form(const Workbook& workbook, const std::string& file_name);

}  // namespace mtm
