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
    int conflicts = 0;  // of two people's corrections to one answer, not settled yet
};

struct Cleaned {
    CleaningCounts counts;
    Diagnostics diagnostics;  // changes that were refused, each with its row and why
};

/// Applies a cleaning log to a study's store, in the order of its rows: changes become corrections
/// beside the interviews, remove_survey a rejection. A row that was applied before (the same
/// interview, question, values, author and time, where the row says it) is known again, also if the
/// answer was changed since: a log that is applied twice changes nothing the second time.
///
/// A change whose old value is given and is not what stands is refused. If another correction
/// changed that very value into something else, the two are in conflict: both are kept, what stands
/// goes on standing, and each import says so until a correction whose old value is what stands
/// settles it. A change without an old value is applied to what stands and marked unverified. `by`
/// and `now` are for rows that do not say who and when. Fails where the store does.
[[nodiscard]] Result<Cleaned> apply_cleaning_log(const ServedStudy& study,
                                                 const std::vector<LoggedChange>& changes,
                                                 const std::string& file_name,
                                                 const std::string& by,
                                                 Instant now);

}  // namespace mtm
