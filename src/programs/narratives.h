#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "report/markdown.h"
#include "study/study.h"

namespace mtm {

/// A narrative in one of the report's languages.
struct LanguageNarrative {
    std::string language;
    bool first = false;  // report.md; the others are report.LANGUAGE.md
    Narrative narrative;
};

struct Narratives {
    std::vector<LanguageNarrative> narratives;
    Diagnostics diagnostics;  // of all of them
};

/// Reads and checks a study's narratives: report.md in the first language of study.toml, and those
/// of the others that are there; a warning for each that is not. An error if report.md is missing.
Result<Narratives> read_narratives(const std::string& directory, const Study& study);

}  // namespace mtm
