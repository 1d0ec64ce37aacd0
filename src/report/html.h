#pragma once

#include <string>

#include "report/document.h"

namespace mtm {

/// The report as one HTML file: style, charts and icons are inside it, nothing is loaded, no script
/// runs. It follows light and dark, fits from 360 pixels on, and prints on A4 with footnotes at the
/// end of each section. The text is well-formed XML too.
[[nodiscard]] std::string html(const Document& document);

}  // namespace mtm
