#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "rehearse/count_model.h"

namespace mtm {

/// A figure to withdraw, and figures that may stay but cannot all hold beside it. The group is
/// minimal: without any one of them the figure could hold. It is empty if the figure contradicts
/// the questionnaire all by itself. Numbers are indices into `SurveyModel::claims`.
struct Withdrawal {
    int claim = -1;
    std::vector<int> clashes_with;

    bool operator==(const Withdrawal&) const = default;
};

/// Whether one survey could have produced all figures, and if not, the fewest to withdraw.
struct Audit {
    std::vector<Withdrawal> withdrawals;  // in the order of the figures; empty: all can hold
    bool unique = true;                   // no other set of as many figures would do
    bool certain = true;                  // false where the solver gave up on some question
    std::optional<long long> total;       // people interviewed, if the kept figures say so
    bool anybody_passes = true;           // false: skip logic and rules contradict each other
    int programs_solved = 0;              // for bench and curiosity
};

[[nodiscard]] Audit audit(const CountModel& model);

}  // namespace mtm
