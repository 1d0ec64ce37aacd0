#pragma once

#include <optional>
#include <string>

#include "programs/command.h"
#include "rounds/recode.h"

namespace mtm {

/// "Round 4"; where study.toml names no round, the title of the study.
[[nodiscard]] std::string name_of_round(const Study& study);

/// The folder of the round that study.toml calls previous, which stands there as seen from the
/// study's own; empty if it names none.
[[nodiscard]] std::string previous_folder(const std::string& directory, const Study& study);

/// Whether rounds are both of real or both of invented interviews; says on stderr if not.
[[nodiscard]] bool are_of_one_kind(const LoadedStudy& before, const LoadedStudy& now);

/// The previous round as change(e, 'round') reads it: its answers as they are, without recodes.
/// Absent, with `exit` set and what is wrong printed, if study.toml names none or it has errors.
std::optional<ComparedRound> load_previous_round(const std::string& directory,
                                                 const LoadedStudy& now,
                                                 const InterviewsWanted& wanted,
                                                 const KeyOptions& keys,
                                                 Exit& exit);

/// Whether a figure's 'round' is this one: its name, its folder's name, or empty.
[[nodiscard]] bool is_called(const ComparedRound& round, const std::string& name);

}  // namespace mtm
