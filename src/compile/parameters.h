#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compile/definition.h"
#include "compile/row_report.h"

namespace mtm {

/// Reads a cell of the column `parameters`: pairs key=value, with spaces, commas or semicolons
/// between them. Keys, and all values but names, are taken in lower case. Absent if it is not such
/// a list; a key that stands twice counts once, with its last value.
[[nodiscard]] std::optional<Attributes> read_parameters(std::string_view cell);

/// Puts the parameters of a question into its element (attributes of the binding and the control,
/// choices, actions) and reports those that do not belong there. `form` holds the lists.
void apply_parameters(const Attributes& parameters,
                      const FormDefinition& form,
                      const RowReport& report,
                      FormElement& element);

/// The same for a select. `from_file`: its choices come from a file.
void apply_select_parameters(const Attributes& parameters,
                             bool from_file,
                             const RowReport& report,
                             FormElement& element);

}  // namespace mtm
