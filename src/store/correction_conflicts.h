#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/interview_store.h"

namespace mtm {

/// Two people's corrections to one answer: each had the same old value before them, and they made
/// different values of it. The earlier one stands; the later one is kept beside it until a
/// correction whose old value is what stands settles it (also one that leaves it as it is).
struct CorrectionConflict {
    CorrectionRow refused;   // is not applied
    CorrectionRow standing;  // gave the value that stood when the other came
    bool settled = false;
};

/// The conflicts in a store's correction_history(), in the order in which they arose.
[[nodiscard]] std::vector<CorrectionConflict> conflicts_in(
    const std::vector<CorrectionRow>& history);

/// Whether a conflict over this answer waits to be settled.
[[nodiscard]] bool has_open_conflict(const std::vector<CorrectionRow>& history,
                                     std::string_view instance_id,
                                     std::string_view path);

/// Every value that an answer had and that a correction has changed since; in their order.
[[nodiscard]] std::vector<std::string> earlier_values(const std::vector<CorrectionRow>& history,
                                                      std::string_view instance_id,
                                                      std::string_view path);

}  // namespace mtm
