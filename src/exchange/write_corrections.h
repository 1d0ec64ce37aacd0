#pragma once

#include <string>
#include <vector>

#include "exchange/export_source.h"
#include "interview/correction.h"

namespace mtm {

/// A correction as a store keeps it.
struct KeptCorrection {
    Correction correction;
    bool verified = true;    // whoever made it had the old value before them
    bool applied = true;     // false: it is in conflict with one that stands
    bool settled = false;    // of one that is not applied: a later one decided between them
    std::string stood = {};  // of one that is not applied: the value that it did not replace
};

/// An interview that review has rejected.
struct RejectedInterview {
    std::string instance_id;
    std::string reason;
    std::string author;
    std::string time;  // ISO 8601
};

struct ExportedCorrections {
    std::string bytes;
    int withheld = 0;  // of questions that identify a person
};

/// The log of corrections as CSV, so that read_cleaning_log takes it again
/// (docs/formats/corrections.md): in the order in which they were made, then the rejected
/// interviews. What stood, where nobody had the old value before them or where two corrections came
/// into conflict, is in the column `stood`.
[[nodiscard]] ExportedCorrections corrections_csv(const Questionnaire& form,
                                                  const std::vector<KeptCorrection>& corrections,
                                                  const std::vector<RejectedInterview>& rejected,
                                                  const ExportOptions& options);

}  // namespace mtm
