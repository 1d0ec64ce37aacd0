#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// The report as Markdown with its numbers filled in: CommonMark with pipe tables and footnotes.
/// `pictures` are the addresses of the document's drawings in their order ("charts/sex.svg"); where
/// one is empty, the numbers stand in place of the chart.
[[nodiscard]] std::string report_markdown(const Document& document,
                                          const std::vector<std::string>& pictures);

}  // namespace mtm
