#pragma once

#include <string>
#include <vector>

#include "odata/row_json.h"

namespace mtm {

/// How ODK Central's CSV files are asked for.
struct CsvShape {
    int table = 0;
    bool group_paths = true;  // "household-age", else "age"
    bool split_select_multiples =
        false;                   // a column of 0 and 1 for each choice, after the question's
    std::vector<bool> withheld;  // by field: blank
    std::vector<std::vector<std::string>> choices;  // by field; of select_multiple, where split
};

/// The heading of a table's file, with its line break.
[[nodiscard]] std::string csv_heading(const FormTables& form, const CsvShape& shape);

/// Appends the lines of all rows that an interview has in the table. `tree` may be null: sealed.
/// Points are four columns; blanks are empty. A text that a spreadsheet would take for a formula is
/// left as it is: these files are read by programs, and the answer must stay what it was.
void append_csv(std::string& out,
                const FormTables& form,
                const CsvShape& shape,
                const std::string& interview_id,
                const InstanceTree* tree,
                const SystemColumns& system);

}  // namespace mtm
