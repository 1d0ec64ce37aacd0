#pragma once

#include <string>

#include "report/document.h"

namespace mtm {

/// Gives references without words of their own (`[](#name)`) what they refer to: the number of a
/// chart, a table or the map, or the title of a section; and lists of figures their entries, in
/// place of their directives. Once everything is numbered.
void fill_references(Document& document, const std::string& language);

}  // namespace mtm
