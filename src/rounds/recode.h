#pragma once

#include <string>

#include "base/diagnostic.h"
#include "dataset/dataset.h"
#include "study/study.h"

namespace mtm {

/// A round as it is compared: its study and its interviews as columns.
struct ComparedRound {
    std::string name;  // "Round 4", or the folder where study.toml has no round
    Study study;
    Dataset dataset;
    std::vector<std::string> variance{};  // how its margins of error are computed, in sentences
};

/// Applies the recodes of a study to both rounds: where one has the choice `from`, its answers
/// count as `to`, under the name and label of the round that has `to`. The question gets a list of
/// its own; a choice that was merged into another is gone from it. A recode of a choice that
/// neither round has, or to one that neither has, is a mistake at its line, and is left out.
[[nodiscard]] Diagnostics recode_rounds(const std::vector<ChoiceRecode>& recodes,
                                        const std::string& toml_name,
                                        ComparedRound& before,
                                        ComparedRound& now);

/// Whether a choice counts as another in this comparison: it is no choice of its own any more.
[[nodiscard]] bool is_recoded(const CompareRules& rules,
                              const std::string& question,
                              const std::string& choice);

/// Whether any choice of the question does.
[[nodiscard]] bool has_recodes(const CompareRules& rules, const std::string& question);

}  // namespace mtm
