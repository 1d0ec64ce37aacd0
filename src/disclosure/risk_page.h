#pragma once

#include <string>

#include "disclosure/record_loss.h"
#include "disclosure/record_risk.h"

namespace mtm {

/// Who could be found in the records, because of what, and what to do: one HTML file for the
/// study's team, in English. It holds no answer. Where the records could not be protected it says
/// so and tells of the answers as given. `loss`: what protection cost, where it was counted.
[[nodiscard]] std::string risk_page(const Study& study,
                                    const Dataset& dataset,
                                    const ProtectedRecords& protection,
                                    const RiskReport& risk,
                                    const RecordLoss* loss = nullptr);

/// What publication prints of it on a terminal, line by line.
[[nodiscard]] std::vector<std::string> risk_lines(const ProtectedRecords& protection,
                                                  const RiskReport& risk,
                                                  const RecordRules& rules);

}  // namespace mtm
