#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "report/figure_marks.h"
#include "report/tree.h"

namespace mtm {

/// What reading Markdown needs from around it, and collects for it.
struct BlockContext {
    std::string file;
    const std::vector<NarrativeFigure>* figures = nullptr;
    std::vector<std::string> footnote_labels;  // of footnote marks, in the order of their index
    std::vector<bool> figure_used;             // false for figures that stand in code
    Diagnostics diagnostics;
};

/// The blocks of lines of CommonMark with pipe tables. Marks become figures and footnote
/// references; in code they become what they stood for.
[[nodiscard]] std::vector<Block> read_blocks(std::span<const NumberedLine> lines,
                                             BlockContext& context);

}  // namespace mtm
