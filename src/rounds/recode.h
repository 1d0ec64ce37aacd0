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

/// What can be found wrong in the recodes of a study that are to be applied to two rounds. A recode
/// of a choice that neither has is a warning at its line, for it may be meant for a third round;
/// one of a choice that is there to one that neither has is a mistake.
[[nodiscard]] Diagnostics check_recodes(const std::vector<ChoiceRecode>& recodes,
                                        const std::string& toml_name,
                                        const Questionnaire& before,
                                        const Questionnaire& now);

/// Applies the recodes of a study to a round: where it has the choice `from`, its answers count as
/// `to`, under the name and label of the round that has `to`, this one (`now`) before the other.
/// The question gets a list of its own; a choice that was merged into another is gone from it. The
/// order of recodes does not matter: none makes of a choice what another one recodes
/// (check_compare). Those with an unknown choice are left out.
void recode_round(const std::vector<ChoiceRecode>& recodes,
                  const Questionnaire& before,
                  const Questionnaire& now,
                  ComparedRound& round);

/// Checks recodes, and applies them to both rounds unless one is wrong.
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
