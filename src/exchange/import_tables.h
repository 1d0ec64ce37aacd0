#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "exchange/cell_answer.h"
#include "exchange/column_mapping.h"
#include "interview/interview.h"
#include "workbook/cells.h"
#include "workbook/row_reader.h"

namespace mtm {

/// One interview of an export, and what the export says of how it came.
struct ImportedInterview {
    Interview interview;         // provenance: the file and the row of its sheet
    std::string submitted = {};  // instant, as the server wrote it; empty: not said
};

struct ImportOptions {
    /// Column that tells interviews apart where the file has none that a form server wrote.
    std::string id_column = {};
    /// What columns mean that are not named as the form names them; null: nothing is said.
    const ColumnMapping* mapping = nullptr;
    /// How the file writes its values, where an earlier reading has shown it.
    std::optional<ValueStyle> style = {};
};

/// Takes the interviews of a file, one after the other.
class InterviewSink {
public:
    virtual ~InterviewSink() = default;

    /// What was taken so far does not count: the file is read from its beginning, once more where a
    /// value has shown how the others are to be understood.
    virtual void begin() = 0;

    /// `interview` may be moved from; what is left of it is used for the next.
    virtual Status take(ImportedInterview& interview) = 0;
};

/// What was found in a file that was read.
struct ImportSummary {
    Diagnostics diagnostics;     // findings, each with sheet, row and column
    int columns_taken = 0;       // that hold answers
    std::size_t interviews = 0;  // in the order of their rows
    ValueStyle style;
};

/// Reads interviews from tables as form servers export them: a row an interview, and a table for
/// each repeat (or its rounds in columns `member[2]/age`, or in further rows under the same
/// instanceID). Columns are found as ColumnNames says, values turned as AnswerReader says.
///
/// Nothing is lost in silence: a column that the form does not have, a value that is no code, no
/// number or no date, a row that cannot be attached to its interview, an interview that stands
/// twice — each is told with its place. A value that does not fit is taken as it stands.
///
/// An interview without an id gets one that is made of its answers ("row:…"), so that the same file
/// read again gives the same interviews.
///
/// Where all of an interview stands in its row, it is given on as soon as it has been read, and
/// memory grows by some 50 bytes for each; else all answers are kept until all tables are read, and
/// more than 20 million of them are an error. Other errors are those of the sources.
[[nodiscard]] Result<ImportSummary> import_rows(const Questionnaire& questionnaire,
                                                std::span<const std::unique_ptr<RowReader>> tables,
                                                const std::string& file_name,
                                                const ImportOptions& options,
                                                InterviewSink& sink);

struct ImportedTables {
    std::vector<ImportedInterview> interviews;  // in the order of their rows
    Diagnostics diagnostics;
    int columns_taken = 0;
};

/// The same of tables in memory.
[[nodiscard]] ImportedTables import_tables(const Questionnaire& questionnaire,
                                           const Workbook& tables,
                                           const std::string& file_name,
                                           const ImportOptions& options = {});

}  // namespace mtm
