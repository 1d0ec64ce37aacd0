#pragma once

#include <string>
#include <vector>

#include "capture/service.h"
#include "interview/cleaning_log.h"

namespace mtm {

struct CleaningCounts {
    int changed = 0;
    int unverified = 0;  // of those: the log did not give the old value
    int removed = 0;     // interviews: rejected by review, with the log's reason
    int no_action = 0;
    int as_before = 0;  // stood or was removed already
};

struct Cleaned {
    CleaningCounts counts;
    Diagnostics diagnostics;  // changes that were refused, each with its row and why
};

/// Applies a cleaning log to a study's store, in the order of its rows: changes become corrections
/// beside the interviews, remove_survey a rejection. A log that is applied twice changes nothing
/// the second time. A change whose old value is given and is not what stands is refused, also
/// where a later row changed it since; one
/// without is applied to what stands and marked unverified. `by` and `now` are for rows that do not
/// say who and when. Fails where the store does.
[[nodiscard]] Result<Cleaned> apply_cleaning_log(const ServedStudy& study,
                                                 const std::vector<LoggedChange>& changes,
                                                 const std::string& file_name,
                                                 const std::string& by,
                                                 Instant now);

}  // namespace mtm
