#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

struct ReadStudyFile {
    StudyFile file;
    Diagnostics diagnostics;
};

/// Reads study.toml. Keys that it does not know are warnings with the nearest known one; wrong
/// types are errors with their line. Titles of sections are by language code; `languages` are
/// those of the questionnaire. Format: docs/formats/study.md.
[[nodiscard]] ReadStudyFile read_study_file(std::string_view text,
                                            const std::vector<Language>& languages,
                                            const std::string& file_name);

}  // namespace mtm
