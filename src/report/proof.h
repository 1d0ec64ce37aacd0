#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// Every figure of a report as a CSV for whoever proofreads it, a record a figure in the order of
/// the text: `number, section, sentence, printed, expression, value, n, base, note`. Value and n
/// are unrounded and stand only in the internal edition, as in the report itself: beside what is
/// printed they would tell of few. What was withheld says so; a figure that is part of no text (of
/// a branch not taken) is left out.
[[nodiscard]] std::string proof_csv(const Document& document);

}  // namespace mtm
