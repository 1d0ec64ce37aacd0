#pragma once

#include <optional>
#include <string>

#include "disclosure/released.h"
#include "programs/command.h"
#include "rounds/comparison.h"

namespace mtm {

/// A round and what its own publication has let out: the tables of its plan.
struct OpenedRound {
    LoadedStudy loaded;
    DisclosureControl control;
};

/// Opens a study and its interviews, and releases the tables of its plan. Absent, with `exit` set,
/// if it has errors; they are printed.
std::optional<OpenedRound> open_round(const std::string& directory,
                                      const InterviewsWanted& wanted,
                                      const KeyOptions& keys,
                                      Edition edition,
                                      Exit& exit);

/// The comparison of two rounds, answers of either recoded as [compare] of `now` says. Absent, with
/// `exit` set, if there is nothing to compare; why is said on stderr.
std::optional<RoundComparison> compare_two(OpenedRound& before, OpenedRound& now, Exit& exit);

}  // namespace mtm
