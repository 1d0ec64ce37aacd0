#pragma once

#include <string>
#include <vector>

#include "sampling/rds_analysis.h"

namespace mtm {

/// What was done and what it allows to say, in English sentences for a report's methodology.
[[nodiscard]] std::vector<std::string> rds_methodology(const RdsAnalysis& analysis);

/// How interviews were weighted, without how margins of error were computed.
[[nodiscard]] std::vector<std::string> rds_weights_in_words(const RdsSample& sample,
                                                            const RespondentDrivenRules& rules);

/// "RDS-II (Volz–Heckathorn), seeds counted".
[[nodiscard]] std::string rds_estimator_in_words(const RespondentDrivenRules& rules);

/// "the tree bootstrap, 1,000 replicates, 95% percentile intervals".
[[nodiscard]] std::string rds_bootstrap_in_words(const RespondentDrivenRules& rules);

}  // namespace mtm
