#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mtm {

/// How many corrections were made to a study's interviews, by kind. Each applied correction is of
/// one of the first four kinds.
struct CorrectionsMade {
    int changed = 0;
    int blanked = 0;
    int option_added = 0;  // to a choice that the form does not have yet
    int confirmed = 0;     // left as it was, where two were at odds over it
    int unverified = 0;    // of all these: made without the old value at hand
    int interviews = 0;    // that have one of them
    int removed = 0;       // interviews, by review
    int open_conflicts = 0;
    int settled_conflicts = 0;
    int not_applied = 0;  // another answer stands there by now: the tablet sent it again
    /// Why, and how often: reasons that several corrections have, most frequent first.
    std::vector<std::pair<std::string, int>> reasons;

    [[nodiscard]] int applied() const { return changed + blanked + option_added + confirmed; }

    [[nodiscard]] bool any() const {
        return applied() + removed + open_conflicts + settled_conflicts + not_applied > 0;
    }
};

}  // namespace mtm
