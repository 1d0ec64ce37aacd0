#pragma once

#include <string>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "report/document.h"
#include "report/markdown.h"
#include "study/study.h"

namespace mtm {

/// A text of study.toml, or what the narrative says for it in its own language (`::: cover`).
[[nodiscard]] std::string cover_text(const Narrative& narrative,
                                     const std::string& key,
                                     const std::string& text);

/// What stands before and after the text of a report: title, dates, who was interviewed, citation.
void fill_front(const Study& study,
                const Dataset& dataset,
                const Narrative& narrative,
                const DisclosureControl& control,
                const std::string& language,
                Document& front);

}  // namespace mtm
