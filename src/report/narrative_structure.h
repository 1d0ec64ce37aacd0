#pragma once

#include "base/diagnostic.h"
#include "report/markdown.h"

namespace mtm {

/// "# Title {#name}": the name by which others refer to the heading.
void take_anchors(std::vector<Block>& blocks);

/// Headings that jump over a level; names of headings that something else has too; footnotes that
/// are not defined, defined twice, or not referred to. Places have lines of the whole narrative.
[[nodiscard]] Diagnostics check_structure(const Narrative& narrative);

}  // namespace mtm
