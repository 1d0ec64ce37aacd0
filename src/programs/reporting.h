#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/press.h"
#include "interview/corrections_made.h"
#include "programs/command.h"
#include "programs/report_outputs.h"
#include "report/released_numbers.h"

namespace mtm {

/// What is reported on: interviews as columns, and what was corrected in them.
struct Reported {
    Study study;
    Dataset dataset;
    CorrectionsMade corrections;
    std::optional<Dataset> uncorrected;  // if there are corrections
    MadeFrom origin;
};

/// Absent, with `exit` set, if the interviews cannot be weighed; the mistakes are printed.
std::optional<Reported> reported(const std::string& directory, StudyRead read, Exit& exit);

/// How a report is made.
struct ReportWish {
    std::string directory;
    Edition edition = Edition::published;
    InterviewsWanted interviews;
    KeyOptions keys;
};

/// One publication: the tables of the plan and the report in every language, of one disclosure
/// control.
struct Publication {
    std::vector<ReportToWrite> reports;
    FileOut annex;                  // the workbook of tables
    std::vector<FileOut> tables;    // the same as CSV and JSON
    std::string tables_of_reports;  // as JSON, what narratives ask for beside the plan; or empty
    PublishedNumbers numbers;       // all that is printed in them
};

/// Composes it; the tables come first, as in `mtm tables`, so that both withhold the same. Without
/// `charts` there are tables only. Absent, with `exit` set, if a narrative has errors; they are
/// printed.
std::optional<Publication> make_publication(const ReportWish& wish,
                                            const Reported& loaded,
                                            ChartPress* charts,
                                            Exit& exit);

}  // namespace mtm
