#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "interview/interview.h"
#include "study/check.h"

namespace mtm {

/// Opens a study folder: questionnaire.xlsx (or .xls, or the XForm questionnaire.xml) and
/// study.toml, checked whole. An error only where one of them cannot be read at all; everything
/// else is a diagnostic.
Result<CheckedStudy> open_study(const std::string& directory);

/// Which of a study's interviews: those that people gave, or those that MTM invented. They are
/// never read together.
enum class InterviewKind { real, rehearsed };

struct InterviewsRead {
    std::vector<Interview> interviews;
    Diagnostics diagnostics;
};

/// All interviews of one kind: submissions (*.xml) in interviews/ or in rehearsal/. A submission
/// that lies in the folder of the other kind is an error and is not read.
Result<InterviewsRead> read_interviews(const std::string& directory,
                                       const Questionnaire& questionnaire,
                                       InterviewKind kind);

/// True if the study has any interviews of that kind.
[[nodiscard]] bool has_interviews(const std::string& directory, InterviewKind kind);

/// Replaces rehearsal/ by these invented interviews, a submission a file.
/// REQUIRES: every interview is a rehearsal.
Status write_rehearsal(const std::string& directory,
                       const Questionnaire& questionnaire,
                       const std::vector<Interview>& interviews);

}  // namespace mtm
