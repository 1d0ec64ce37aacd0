#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "questionnaire/questionnaire.h"
#include "study/study.h"

namespace mtm {

/// Bands of a number as a cell has them: “18-24, 25-34, 35+”; also “<18” and a single number. A
/// band of whole numbers holds both its ends; of a question with decimals, all up to where the next
/// one begins. REQUIRES: the question is one of the form's.
///
/// The error says what of the text is no band, or which two of them overlap.
[[nodiscard]] Result<DerivedVariable> derived_of_bands(const Questionnaire& form,
                                                       const std::string& question,
                                                       const std::vector<std::string>& bands);

/// Whether a piece of a cell, between commas, begins as a band does.
[[nodiscard]] bool begins_a_band(std::string_view piece);

}  // namespace mtm
