#pragma once

#include <string>
#include <string_view>

#include "report/document.h"

namespace mtm {

/// A number of a table with what stands beside it: letters, interval, n.
[[nodiscard]] std::string cell_in_html(const ExhibitCell& cell);

/// Opens what a table scrolls sideways in on a narrow screen, by that name.
void open_wide_table(const std::string& title, std::string& out);

/// The table of an exhibit whose columns or rows have levels, as HTML; `stub` heads the first
/// column. On a narrow screen it scrolls sideways within its figure.
void write_levels(const Exhibit& exhibit, std::string_view stub, std::string& out);

}  // namespace mtm
