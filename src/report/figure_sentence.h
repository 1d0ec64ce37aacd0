#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// Where a figure of a document stands: the headings over it, from the highest to the nearest
/// ("Work > Construction"), and its whole sentence as printed; a thousand letters a side where a
/// paragraph has no end. All are empty if the document does not show it.
struct FigureSentence {
    int index = -1;  // of Document::figures
    std::string section;
    std::string before;  // with the space that follows
    std::string figure;
    std::string after;
};

/// Every figure that the document shows, in the order of the text; footnotes follow their section.
[[nodiscard]] std::vector<FigureSentence> sentences_of_figures(const Document& document);

[[nodiscard]] FigureSentence sentence_of_figure(const Document& document, int figure);

}  // namespace mtm
