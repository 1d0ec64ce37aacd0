#pragma once

#include <string>

#include "tabulate/explain.h"

namespace mtm {

/// How tables are made, as JSON for other programs: what text_of(TabulationPlan) says.
[[nodiscard]] std::string explain_json(const TabulationPlan& plan);

}  // namespace mtm
