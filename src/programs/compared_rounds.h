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

/// Whether a change is divided into mix and within. Tables by the mix take long to protect, and
/// are not made where nobody is shown that.
enum class MixShown { yes, no };

/// Compares two rounds after answers of either were recoded as [compare] of `now` says. Rounds of
/// one name are told apart by the names of their folders. Absent if a recode is wrong; it is said
/// on stderr. That a recode changes nothing is said where the mix is shown: else the comparison is
/// one of several of a report, and the recode may be of another.
std::optional<RoundComparison> compare_recoded(ComparedRound before,
                                               DisclosureControl& before_control,
                                               ComparedRound now,
                                               DisclosureControl& now_control,
                                               MixShown mix);

/// The comparison of two opened rounds. Absent, with `exit` set, if there is nothing to compare;
/// why is said on stderr.
std::optional<RoundComparison> compare_two(OpenedRound& before,
                                           OpenedRound& now,
                                           MixShown mix,
                                           Exit& exit);

}  // namespace mtm
