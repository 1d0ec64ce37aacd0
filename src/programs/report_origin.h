#pragma once

#include <string>

#include "base/result.h"
#include "programs/command.h"
#include "report/document.h"

namespace mtm {

/// Which interviews, which plan and which version of the program something was made from.
Result<MadeFrom> origin_of(const std::string& directory, const StudyRead& read);

/// The day that files made of a study bear, "2024-05-31": of SOURCE_DATE_EPOCH where the
/// environment sets it (seconds since 1970), else the last of fieldwork, else 2000-01-01. Never
/// today: the same input gives the same bytes.
[[nodiscard]] std::string day_of_files(const Study& study);

}  // namespace mtm
