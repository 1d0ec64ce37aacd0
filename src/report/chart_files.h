#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// A drawing of a report as files of its own, for whoever makes slides or pages of it.
struct ChartFiles {
    int drawing = -1;           // of Document::drawings
    std::string name;           // "sex", the same from run to run and in every language
    std::string svg;            // with title, text alternative and what it was made from
    std::string specification;  // Vega-Lite, with the same in `usermeta`
    std::string csv;            // the numbers behind it, as the report shows them
};

/// The charts of a document for pages, and its map, in the order of the text.
[[nodiscard]] std::vector<ChartFiles> chart_files(const Document& document);

}  // namespace mtm
