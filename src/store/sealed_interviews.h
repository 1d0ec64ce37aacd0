#pragma once

#include <map>
#include <string>
#include <vector>

#include "interview/verdict.h"
#include "seal/rsa_key.h"
#include "store/study_folder.h"

namespace mtm {

/// What a form would not have allowed, or what cannot have happened so, in an encrypted interview:
/// what the server would have flagged had it been able to read it.
struct FoundAtOpening {
    std::string instance_id;
    Flag flag;
};

struct OpenedInterviews {
    std::vector<Interview> interviews;  // in the order of what was given, without the unopened
    std::map<std::string, Interview> uncorrected;  // as InterviewsRead::uncorrected
    std::vector<FoundAtOpening> found;
    int unopened = 0;         // an error among the diagnostics says of each why
    Diagnostics diagnostics;  // of opening, and of reading what was inside
};

/// Opens encrypted interviews in memory, on every processor, and judges each by the version of the
/// form that it was filled under. Nothing of what is inside is written anywhere. Fails only where
/// study.db cannot be opened.
Result<OpenedInterviews> open_sealed_interviews(const std::string& directory,
                                                const Study& study,
                                                const std::vector<SealedInterview>& sealed,
                                                const std::vector<PrivateKey>& keys);

/// The same over a store; null where all of them lie in folders.
[[nodiscard]] OpenedInterviews open_sealed_interviews(const InterviewStore* store,
                                                      const Study& study,
                                                      const std::vector<SealedInterview>& sealed,
                                                      const std::vector<PrivateKey>& keys,
                                                      const std::map<std::string, Instant>& since);

}  // namespace mtm
