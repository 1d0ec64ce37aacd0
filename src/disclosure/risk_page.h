#pragma once

#include <string>

#include "disclosure/record_risk.h"

namespace mtm {

/// Who could be found in the records, because of what, and what to do: one HTML file for the
/// study's team, in English. It holds no answer.
[[nodiscard]] std::string risk_page(const Study& study,
                                    const Dataset& dataset,
                                    const ProtectedRecords& protection,
                                    const RiskReport& risk);

/// What publication prints of it on a terminal, line by line.
[[nodiscard]] std::vector<std::string> risk_lines(const ProtectedRecords& protection,
                                                  const RiskReport& risk,
                                                  const RecordRules& rules);

}  // namespace mtm
