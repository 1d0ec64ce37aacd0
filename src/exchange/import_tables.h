#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "interview/interview.h"
#include "workbook/cells.h"

namespace mtm {

/// One interview of an export, and what the export says of how it came.
struct ImportedInterview {
    Interview interview;         // provenance: the file and the row of its sheet
    std::string submitted = {};  // instant, as the server wrote it; empty: not said
};

struct ImportedTables {
    std::vector<ImportedInterview> interviews;  // in the order of their rows
    Diagnostics diagnostics;                    // findings, each with sheet, row and column
    int columns_taken = 0;                      // that hold answers
};

struct ImportOptions {
    /// Column that tells interviews apart where the file has none that a form server wrote.
    std::string id_column = {};
};

/// Reads interviews from tables as form servers export them: a row an interview, and a sheet for
/// each repeat (or its rounds in columns `member[2]/age`, or in further rows under the same
/// instanceID). Columns are found as ColumnNames says, values turned as AnswerReader says.
///
/// Nothing is lost in silence: a column that the form does not have, a value that is no code, no
/// number or no date, a row that cannot be attached to its interview, an interview that stands
/// twice — each is told with its place. A value that does not fit is taken as it stands.
///
/// An interview without an id gets one that is made of its answers ("row:…"), so that the same file
/// read again gives the same interviews.
[[nodiscard]] ImportedTables import_tables(const Questionnaire& questionnaire,
                                           const Workbook& tables,
                                           const std::string& file_name,
                                           const ImportOptions& options = {});

}  // namespace mtm
