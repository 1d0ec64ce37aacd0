#pragma once

#include <string>
#include <string_view>

#include "report/document.h"

namespace mtm {

/// The table of an exhibit whose columns or rows have levels, as HTML; `stub` heads the first
/// column. On a narrow screen it scrolls sideways within its figure.
void write_levels(const Exhibit& exhibit, std::string_view stub, std::string& out);

}  // namespace mtm
