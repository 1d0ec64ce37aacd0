#pragma once

#include <string>
#include <string_view>

#include "publish/open_variables.h"

namespace mtm {

/// The hashtag of a column (Humanitarian Exchange Language 1.1, http://hxlstandard.org): the one in
/// the column `hxl` of the survey sheet, with the attributes that a choice has in its own; else
/// guessed from what the question is: areas, sex, age, countries, dates and points have hashtags of
/// their own, everything else is an #indicator with the question's name as attribute. Never empty.
[[nodiscard]] std::string hxl_tag(const OpenDataSource& source, const OpenVariable& variable);

/// Whether a name consists of this word among others, with _ between them: "age_group" has "age",
/// and "language" does not. Case is ignored.
[[nodiscard]] bool has_word(std::string_view name, std::string_view word);

/// A CSV file with the row of hashtags under the header, labels of choices beside their codes, and
/// beside the study's areas their codes on the map (#adm1 +code).
[[nodiscard]] std::string hxl_csv(const OpenDataSource& source, const OpenTable& with_labels);

}  // namespace mtm
