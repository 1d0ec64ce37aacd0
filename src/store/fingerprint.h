#pragma once

#include <string>

#include "store/study_folder.h"

namespace mtm {

/// SHA-256 in hexadecimal of the interviews that something was made from, with the corrections
/// replayed over them and what reviews say: the same interviews give the same, in whatever order
/// and wherever they lie. Which bytes are hashed is in docs/formats/report.md.
[[nodiscard]] std::string fingerprint_of_interviews(const Study& study, const InterviewsRead& read);

/// The same of the plan: the files of a study folder that decide what is made of its interviews
/// (study.toml, questionnaire, plan.xlsx, narratives, areas, sample and weights files, the forms
/// that were in the field).
Result<std::string> fingerprint_of_plan(const std::string& directory, const Study& study);

}  // namespace mtm
