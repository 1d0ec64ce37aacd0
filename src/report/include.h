#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/markdown.h"

namespace mtm {

/// A narrative with what it includes in place, and where each line comes from.
struct IncludedText {
    std::string text;
    std::vector<std::string> files;
    std::vector<LineOrigin> origins;
    Diagnostics diagnostics;  // at their places in the files
};

/// Puts the text of FILE where a line `::: include FILE` stands. A file may include others, but not
/// one that it stands in. Names lead nowhere but into the folder of the narrative.
[[nodiscard]] IncludedText include_files(std::string_view text,
                                         const std::string& file_name,
                                         const NarrativeIncludes& includes);

}  // namespace mtm
