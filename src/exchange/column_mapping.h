#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "exchange/column_names.h"
#include "workbook/cells.h"

namespace mtm {

/// What somebody says of a table whose columns are not named as the form names its questions.
class ColumnMapping {
public:
    struct Mapped {
        std::string header;
        ColumnMeaning meaning;                          // unknown: the column is left out
        std::map<std::string, std::string> codes = {};  // by value, in fold(); empty: no answer
        int row = 0;                                    // of the mapping
    };

    /// What is said of a column of that header; null if nothing is.
    [[nodiscard]] const Mapped* find(std::string_view header) const;

    [[nodiscard]] const std::map<std::string, Mapped>& all() const { return columns_; }

    Mapped& add(const std::string& header);

private:
    std::map<std::string, Mapped> columns_;  // by header, in fold()
};

struct ColumnMappingRead {
    ColumnMapping mapping;
    Diagnostics diagnostics;  // each with its row
};

/// Reads a mapping: a table with the columns `column`, `question` and, where values are mapped,
/// `value` and `code`. A row names a column and its question (by name, path or label, as
/// ColumnNames finds them; empty: the column is left out). Further rows of the column may say what
/// a value stands for; an empty code is no answer.
[[nodiscard]] ColumnMappingRead read_column_mapping(const Questionnaire& questionnaire,
                                                    const Workbook& tables,
                                                    const std::string& file_name);

}  // namespace mtm
