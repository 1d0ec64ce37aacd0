#pragma once

#include <string>

#include "report/document.h"

namespace mtm {

/// Where a figure of a document stands: the title of its section, and its whole sentence as
/// printed; a thousand letters a side where a paragraph has no end. All are empty if the document
/// does not show it.
struct FigureSentence {
    std::string section;
    std::string before;  // with the space that follows
    std::string figure;
    std::string after;
};

[[nodiscard]] FigureSentence sentence_of_figure(const Document& document, int figure);

}  // namespace mtm
