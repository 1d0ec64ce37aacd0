#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// One answer: the question (index into the questionnaire), the instance of each enclosing repeat
/// (0-based, outermost first; empty outside repeats), and what was entered. An empty value is a
/// question left blank.
struct Answer {
    int question = -1;
    std::vector<int> repeat;
    std::string value;

    bool operator==(const Answer&) const = default;
};

/// Where an interview came from.
struct Provenance {
    std::string file;
    int row = 0;

    bool operator==(const Provenance&) const = default;
};

/// An element that the form does not have, kept so that nothing of a submission is lost.
struct UnknownElement {
    std::string path;  // below the root element: "g_work/old_question"
    std::string value;

    bool operator==(const UnknownElement&) const = default;
};

/// What a study's team says of an interview as a whole.
enum class Standing {
    counts,    // nothing against it
    pilot,     // a trial before the fieldwork began
    rejected,  // by review
};

/// What one tablet sent: answers under the version of the form that was filled in. Interviews never
/// change; corrections stand beside them.
struct Interview {
    std::string instance_id;
    std::string form_id;
    std::string version;
    std::vector<Answer> answers;  // in the order of the form
    std::vector<UnknownElement> unknown;
    Provenance provenance;
    bool rehearsal = false;
    Standing standing = Standing::counts;

    /// The first answer to a question, or empty.
    [[nodiscard]] std::string_view answer(int question) const;

    bool operator==(const Interview&) const = default;
};

struct ReadInterview {
    Interview interview;
    Diagnostics diagnostics;  // unknown elements, a broken document: each with its line
};

/// Reads a submission as ODK Collect and KoboCollect upload it (an XForm instance). Elements that
/// the questionnaire does not know are warnings and are kept as `unknown`; those that KoboToolbox
/// adds of itself (formhub, __version__, _version_) are passed over. Of two answers to one question
/// the first counts, the second is a warning and kept as `unknown`. A document cut off in the
/// middle is an error with the line where it ends.
[[nodiscard]] ReadInterview read_submission(const Questionnaire& questionnaire,
                                            std::string_view xml,
                                            const std::string& file_name);

/// The version that a submission says it was filled under; empty if it says none.
[[nodiscard]] std::string version_of_submission(std::string_view xml);

/// The submission as a tablet would upload it; unknown elements are not in it. Repeat instances
/// between those that hold answers are written empty. A rehearsed interview carries rehearsal="yes"
/// on its root element, in the namespace of MTM.
[[nodiscard]] std::string write_submission(const Questionnaire& questionnaire,
                                           const Interview& interview);

}  // namespace mtm
