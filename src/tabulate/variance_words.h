#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"
#include "study/study.h"

namespace mtm {

/// How margins of error of a dataset's numbers are computed, in sentences for a methodology:
/// method, intervals, degrees of freedom; of a respondent-driven sample how it was weighted too.
/// None where there are no margins of error and no weights by recruitment. `language` is "en" or
/// "ru"; others get English.
[[nodiscard]] std::vector<std::string> variance_words(const Study& study,
                                                      const Dataset& dataset,
                                                      std::string_view language);

}  // namespace mtm
