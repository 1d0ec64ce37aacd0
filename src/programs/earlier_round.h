#pragma once

#include <optional>
#include <string>

#include "programs/command.h"
#include "programs/narratives.h"
#include "rounds/round_changes.h"
#include "rounds/round_series.h"

namespace mtm {

/// "Round 4"; where study.toml names no round, the title of the study.
[[nodiscard]] std::string name_of_round(const Study& study);

/// Whether narratives show questions through the rounds; and whether they tell of an earlier round
/// at all.
[[nodiscard]] bool shows_rounds(const Narratives& narratives);
[[nodiscard]] bool tells_of_earlier_round(const Narratives& narratives);

/// The last part of a folder's path: where it lies is nobody's business.
[[nodiscard]] std::string name_of_folder(const std::string& directory);

/// The folder of the round that study.toml calls previous, which stands there as seen from the
/// study's own; empty if it names none.
[[nodiscard]] std::string previous_folder(const std::string& directory, const Study& study);

/// Whether rounds are both of real or both of invented interviews; says on stderr if not.
[[nodiscard]] bool are_of_one_kind(const LoadedStudy& before, const LoadedStudy& now);

/// The round before, as change(f, 'round') reads it: the interviews of the folder that study.toml
/// calls previous, else the figures of previous_figures, else the reason why neither is at hand.
/// What is wrong with either is said on stderr.
[[nodiscard]] PreviousRound previous_round(const Study& now,
                                           const Dataset& dataset,
                                           const InterviewsWanted& wanted,
                                           const KeyOptions& keys);

/// What the publication of that round has told: the tables of its plan and the sentences of its
/// report. Without interviews, nothing.
[[nodiscard]] DisclosureControl publication_of(const PreviousRound& previous, Edition edition);

/// What narratives tell of earlier rounds: changes, tested together, and the numbers of questions
/// through the rounds. All that it is made with outlives it.
class RoundsTold {
public:
    RoundsTold(const Narratives& narratives,
               const Study& study,
               const Dataset& dataset,
               const InterviewsWanted& wanted,
               const KeyOptions& keys,
               DisclosureControl& control);
    RoundsTold(const RoundsTold&) = delete;
    RoundsTold& operator=(const RoundsTold&) = delete;

    /// Null if they tell of no earlier round.
    [[nodiscard]] RoundChanges* changes() { return changes_ ? &*changes_ : nullptr; }

    /// Null if they show no question through the rounds.
    [[nodiscard]] const std::vector<RoundSeries>* series() const {
        return series_ ? &*series_ : nullptr;
    }

private:
    PreviousRound previous_;
    std::optional<RoundChanges> changes_;
    std::optional<std::vector<RoundSeries>> series_;
};

/// What is wrong with the previous round of a study, without data: warnings where it is not at
/// hand, errors of its published figures and of changes that it cannot answer.
[[nodiscard]] Diagnostics check_previous(const Study& study, const Narratives& narratives);

}  // namespace mtm
