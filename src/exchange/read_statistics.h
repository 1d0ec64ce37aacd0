#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "questionnaire/questionnaire.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// Labels of values, by the text of their cells.
using ValueLabels = std::map<std::string, std::string, std::less<>>;

/// A variable of a statistics file, and what is said of its values.
struct StatisticsVariable {
    std::string name;
    std::string label;
    std::shared_ptr<const ValueLabels> value_labels;  // null: none; variables may share them
    std::vector<std::string> missing;  // user-missing: values, and “1 – 9” for a range
};

/// An SPSS (.sav, .zsav) or Stata (.dta) file. The sheet's first row has the names of the
/// variables, the others the values: numbers as they are, days and instants by ISO 8601 where the
/// variable's format says so, Stata's .a to .z as errors of that text, whatever is system-missing
/// as nothing.
struct StatisticsFile {
    Sheet sheet;  // named after the file without folder and ending
    std::vector<StatisticsVariable> variables;
    std::string label;
    std::vector<std::string> notes;
};

/// Whether the bytes are those of an SPSS or Stata file, as their beginning says.
[[nodiscard]] bool is_statistics_file(std::string_view bytes);

/// Reads one by ReadStat. The error says what is wrong with the file. What the file claims about
/// its size is not believed: no more cells and bytes are kept than `limits` admits.
Result<StatisticsFile> read_statistics_file(std::string_view bytes,
                                            std::string_view file_name,
                                            const ReadLimits& limits = {});

/// The sheet as import_tables takes it: variables under the name that the form knows them by (their
/// own, that at the beginning of their label or in a note of the file, or their label), and values
/// as the codes of the form's lists, found by their labels or else by the number. One of Stata's
/// missing values that no label explains becomes blank.
[[nodiscard]] Sheet table_of_statistics(const Questionnaire& form, StatisticsFile file);

}  // namespace mtm
