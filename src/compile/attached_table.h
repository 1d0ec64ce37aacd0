#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// A CSV that lies beside a form, as pulldata() and instance() look it up: its rows as items with
/// the columns name, label and all others, under the file's name without its ending. The error
/// says what is wrong with it.
Result<ChoiceList> attached_table(std::string_view csv, const std::string& file_name);

}  // namespace mtm
