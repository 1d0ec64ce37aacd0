#pragma once

#include <string>
#include <vector>

#include "capture/service.h"
#include "interview/interview.h"

namespace mtm {

/// A file that came with an interview elsewhere.
struct IncomingFile {
    std::string name;
    std::string content_type;
    std::string bytes;
};

/// An interview that another server took in, from one of its exports.
struct IncomingInterview {
    Interview interview;   // its answers by the questions of the study's questionnaire
    Instant received = 0;  // by the other server, or now
    std::string origin;    // "export.xlsx, row 12"
    std::string xml = {};  // exactly as the tablet wrote it; empty: it is made of the interview
    std::vector<IncomingFile> files = {};
};

struct ImportCounts {
    int added = 0;
    int changed = 0;    // a new state of an interview that was here
    int as_before = 0;  // nothing in it is new
    int earlier = 0;    // it says what the interview said before it was changed: left as it is
    int withdrawn = 0;  // by its respondent: not taken again
};

/// Puts interviews into a study's store as if they had come from tablets: each judged by the
/// version of the form that it names, or by the newest; answers to questions that this version does
/// not have are left out, which a flag tells. Files that it lacks are added. One whose answers are
/// those of any state that the interview already had changes nothing, so that an export may be
/// taken twice, and an older one after a newer; other answers become its newest state, and what it
/// was before stays. Fails where the store does; what was taken before that stays, and the rest is
/// taken by running again.
///
/// REQUIRES: the study has a version of its form.
[[nodiscard]] Result<ImportCounts> take_imported(const ServedStudy& study,
                                                 const std::vector<IncomingInterview>& interviews);

/// Whether the interview of that id is here, and has no file of that name.
[[nodiscard]] Result<bool> lacks_file(const ServedStudy& study,
                                      const std::string& instance_id,
                                      const std::string& name);

/// Puts files beside an interview that is here, as if they had come from its tablet after it: it is
/// judged anew with them. True if one of them was new. An interview that is not here gets none.
[[nodiscard]] Result<bool> take_files(const ServedStudy& study,
                                      const std::string& instance_id,
                                      const std::vector<IncomingFile>& files,
                                      Instant received);

}  // namespace mtm
