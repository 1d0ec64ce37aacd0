#pragma once

#include <vector>

#include "interview/corrections_made.h"
#include "store/study_folder.h"

namespace mtm {

/// Counts what was corrected in interviews that were read with their corrections.
[[nodiscard]] CorrectionsMade count_corrections(const Study& study, const InterviewsRead& read);

/// The same interviews as if nobody had cleaned them: answers as they were received, and those that
/// review has rejected counting again.
[[nodiscard]] std::vector<Interview> without_corrections(const InterviewsRead& read);

}  // namespace mtm
