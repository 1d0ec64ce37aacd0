#pragma once

#include <string>

#include "base/diagnostic.h"
#include "report/markdown.h"
#include "study/study.h"

namespace mtm {

/// What a report in another language than its first lacks: sections, tables and figures of the
/// first narrative, texts of study.toml, titles, notes, labels and wordings of the plan's sheets,
/// and our own words. Warnings, each at the place that is to be translated.
[[nodiscard]] Diagnostics check_translation(const Study& study,
                                            const Narrative& original,
                                            const Narrative& translated,
                                            const std::string& language);

/// What the first language of a report lacks: our own words, and titles, notes, labels and wordings
/// that the sheets have in another language alone.
[[nodiscard]] Diagnostics check_first_language(const Study& study,
                                               const Narrative& narrative,
                                               const std::string& language);

}  // namespace mtm
