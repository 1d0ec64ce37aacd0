#pragma once

#include <string>

#include "report/document.h"

namespace mtm {

/// The report as a Typst document of one file, A4: cover, contents with page numbers, running
/// heads, footnotes at the foot of the page where they are called, charts inside it. It compiles
/// under PDF/UA-1: everything drawn has its text alternative or is an ornament.
[[nodiscard]] std::string report_typst(const Document& document);

}  // namespace mtm
