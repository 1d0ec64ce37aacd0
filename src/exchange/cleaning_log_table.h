#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "interview/cleaning_log.h"
#include "workbook/cells.h"

namespace mtm {

struct CleaningLogRead {
    std::vector<LoggedChange> changes;  // in the order of their rows, which is that of applying
    Diagnostics diagnostics;
};

/// Reads a cleaning log as REACH and cleaningtools keep it: a row a change, with columns for the
/// interview (uuid), the question, the old and the new value, the kind of change (change_type), the
/// reason, who and when, under the names that such logs have. Questions are found as in exports
/// (column_names.h), also the column of a single choice; new values are turned into codes.
///
/// A row that cannot be understood is an error with its place, and no change.
[[nodiscard]] CleaningLogRead read_cleaning_log(const Questionnaire& questionnaire,
                                                const Workbook& tables,
                                                const std::string& file_name);

}  // namespace mtm
