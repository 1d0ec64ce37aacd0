#pragma once

#include <string>

#include "base/result.h"
#include "sampling/weigh.h"

namespace mtm {

/// Reads the files that [sample] and [weights] of study.toml name, and weighs the interviews by
/// them. An error if a file cannot be read; mistakes in them are diagnostics.
Result<WeighedInterviews> weigh_interviews(const std::string& directory,
                                           const Study& study,
                                           const Dataset& dataset);

}  // namespace mtm
