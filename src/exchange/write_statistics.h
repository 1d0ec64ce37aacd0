#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/write_tables.h"

namespace mtm {

/// SPSS's .sav and Stata's .dta.
enum class StatisticsFormat { sav, dta };

struct ExportedStatistics {
    std::vector<ExportedFile> files;  // STEM.sav, and STEM-REPEAT.sav for the rounds of a repeat
    int cut_texts = 0;                // longer than the format holds
    /// Variables of which SPSS is not told all values that are no answer: it takes three, or a
    /// range that holds no other.
    std::vector<std::string> undeclared_missing;
};

/// Variables with their labels, and value labels, in one language. One choice becomes a number: the
/// code itself where all codes of its list are whole numbers, else its place in the list, counted
/// from 1, those that are no answer last. What says that there is no answer (`missing` in the
/// questionnaire) is user-missing in SPSS and .a, .b, … in Stata. Not asked is system-missing. A
/// name that the format does not admit is made one that it does; the variable's label then begins
/// with the name that an import knows it by. The same interviews give the same bytes.
Result<ExportedStatistics> statistics_files(const ExportSource& source,
                                            const std::vector<ExportedTable>& tables,
                                            StatisticsFormat format,
                                            std::size_t language,
                                            const std::string& stem);

/// A name of a variable as the format admits it, unlike those `taken` (in lower case), to which it
/// is added.
[[nodiscard]] std::string statistics_name(std::string_view wanted,
                                          StatisticsFormat format,
                                          std::vector<std::string>& taken);

}  // namespace mtm
