#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "interview/interview.h"

namespace mtm {

/// One changed answer. The interview itself never changes: corrections are replayed over it, oldest
/// first, each time it is read.
struct Correction {
    std::string instance_id;
    std::string path;  // below the root, repeats counted from 1: "g_house/member[2]/age"
    std::string old_value;
    std::string new_value;
    std::string reason;
    std::string author;
    std::string time;  // ISO 8601

    bool operator==(const Correction&) const = default;
};

/// Replays corrections of one interview over its answers. One whose old value is not what stands
/// there, or whose path the form does not have, is a diagnostic and changes nothing: it was made to
/// another state of the interview.
[[nodiscard]] Diagnostics apply_corrections(const Questionnaire& questionnaire,
                                            const std::vector<Correction>& corrections,
                                            Interview& interview);

/// Where an answer stands, as `Correction::path` says it.
[[nodiscard]] std::string path_of_answer(const Questionnaire& questionnaire, const Answer& answer);

}  // namespace mtm
