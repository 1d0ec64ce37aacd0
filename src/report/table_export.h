#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/interviews_told.h"
#include "disclosure/released.h"
#include "interview/corrections_made.h"
#include "report/document.h"
#include "workbook/write.h"

namespace mtm {

/// The tables of a plan as files for other programs. All three say how many interviews were
/// received and left out, mark withheld cells, and mark invented interviews. `language` is an index
/// into the questionnaire's languages. Format: docs/formats/tables.md.
struct TableExport {
    const Study& study;
    const Dataset& dataset;
    const std::vector<Released<SafeTable>>& tables;
    std::size_t language = 0;
    bool internal = false;             // nothing was withheld
    CorrectionsMade corrections = {};  // said in the workbook's contents
    MadeFrom made_from = {};           // said in the workbook and in JSON
    std::string dated = {};            // the day that the workbook bears; empty: 2000-01-01
};

/// How many interviews there are, as these files say it.
[[nodiscard]] InterviewsTold interviews_of(const TableExport& tables);

/// How these files name a group: as the table does, and "(blank)" for those who gave no answer to
/// what it is by; empty for everyone.
[[nodiscard]] std::string name_in_files(const Table& table, std::size_t group);

/// The records of tables_csv; the first names the columns.
[[nodiscard]] std::vector<std::vector<std::string>> table_records(const TableExport& tables);

/// One record a cell: table, section, question, group, category, statistic, value, n, base.
[[nodiscard]] std::string tables_csv(const TableExport& tables);

/// One object with the counts of interviews and a list of tables; values unrounded.
[[nodiscard]] std::string tables_json(const TableExport& tables);

/// A contents sheet, then a sheet for each section: titles, bases, notes, and numbers as numbers
/// with formats.
[[nodiscard]] WorkbookOut tables_workbook(const TableExport& tables);

/// What a table's numbers are of, in a sentence: "Base: 646 of 1,845 interviews, those who had
/// completed …".
[[nodiscard]] std::string base_line(const TableExport& tables, const SafeTable& safe);

}  // namespace mtm
