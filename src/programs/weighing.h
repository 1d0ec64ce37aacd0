#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "programs/command.h"
#include "sampling/weigh.h"

namespace mtm {

/// Files that [sample] and [weights] of study.toml name, and that are not in the study's folder.
[[nodiscard]] Diagnostics missing_weight_files(const std::string& directory, const Study& study);

/// Reads the files that [sample] and [weights] of study.toml name, and weighs the interviews by
/// them. An error if a file cannot be read; mistakes in them are diagnostics.
Result<WeighedInterviews> weigh_interviews(const std::string& directory,
                                           const Study& study,
                                           const Dataset& dataset);

/// Weighs a dataset where study.toml says how: it gets its design, and the sentences that say how
/// that was made. False, with `exit` set, if it cannot be; the mistakes are printed.
bool weigh_dataset(const std::string& directory, const Study& study, Dataset& dataset, Exit& exit);

}  // namespace mtm
