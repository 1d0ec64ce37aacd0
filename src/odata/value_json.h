#pragma once

#include <string>
#include <string_view>

#include "odata/form_tables.h"

namespace mtm {

/// An answer as a JSON value of its field's type; null if it is blank or cannot be one.
void append_value(std::string& out,
                  const FormField& field,
                  std::string_view value,
                  bool well_known_text);

}  // namespace mtm
