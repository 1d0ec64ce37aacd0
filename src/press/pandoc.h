#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "press/zip_parts.h"

namespace mtm {

/// The DOCX that Pandoc makes of its own JSON, as parts. It takes styles, running heads and page
/// from `reference` and reads pictures by the names under which they are given here. An error where
/// `pandoc` is not on PATH, or with what it says.
Result<std::vector<ZipPart>> pandoc_to_docx(const std::string& json,
                                            const std::vector<ZipPart>& reference,
                                            const std::vector<ZipPart>& pictures);

/// An SVG as PNG on white, `zoom` pixels for each of its own. An error where `rsvg-convert` is not
/// on PATH, or with what it says.
Result<std::string> svg_to_png(const std::string& svg, int zoom);

}  // namespace mtm
