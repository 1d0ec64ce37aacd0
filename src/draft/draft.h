#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "rounds/round_changes.h"
#include "study/study.h"

namespace mtm {

/// Whether sentences of drafts are known in that language (BCP 47).
[[nodiscard]] bool drafts_in(std::string_view language);

struct DraftedReport {
    std::string text;                   // of report.md
    std::vector<std::string> patterns;  // of each sentence, in order
};

/// A first narrative from data and questionnaire alone: what the survey is, a section for each of
/// the plan with its leading answers, who was asked, where groups differ beyond chance, what
/// changed since the round before; each table with its chart. Numbers are figures, so the text
/// stays true; words are chosen from what `control` lets out, so that they tell nothing that it
/// withholds. A pattern of sentence is used three times at most: questions beyond that have their
/// tables alone. `changes`: since the round before, where it is at hand. Those of first answers are
/// told that are beyond chance (draft/told_changes.h). Tables of the fieldwork itself (who asked,
/// whether people agreed) are left out. REQUIRES: the study was checked without errors, and
/// drafts_in(language).
[[nodiscard]] DraftedReport draft_report(const Study& study,
                                         const Dataset& dataset,
                                         DisclosureControl& control,
                                         std::string_view language,
                                         RoundChanges* changes = nullptr);

}  // namespace mtm
