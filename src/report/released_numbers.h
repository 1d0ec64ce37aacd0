#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "disclosure/release_differences.h"
#include "report/document.h"
#include "report/table_export.h"

namespace mtm {

/// A publication's numbers, and which of them add up.
struct PublishedNumbers {
    std::vector<ReleasedNumber> numbers;
    std::vector<NumberLine> lines;
};

/// Every number of the tables, as tables_json prints them, with how many interviews were counted;
/// then every figure of each report, as proof_csv prints them. Only what is printed has a value.
[[nodiscard]] PublishedNumbers published_numbers(const TableExport& tables,
                                                 const std::vector<const Document*>& reports);

/// numbers.csv of a release: id, value, n, base, withheld, where. Format: docs/formats/releases.md.
[[nodiscard]] std::string numbers_csv(const std::vector<ReleasedNumber>& numbers);

/// Reads that back; the error names the line that is none.
[[nodiscard]] Result<std::vector<ReleasedNumber>> read_numbers_csv(const std::string& bytes);

/// errata.csv of a release: change, id, where, before and now as value, n and base.
[[nodiscard]] std::string errata_csv(const std::vector<Erratum>& changes);

/// The same in English words for readers, Markdown: what changed, came and went, and why.
[[nodiscard]] std::string errata_words(const std::vector<Erratum>& changes,
                                       const std::string& why,
                                       int release,
                                       int earlier);

}  // namespace mtm
