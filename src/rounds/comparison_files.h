#pragma once

#include <string>
#include <vector>

#include "rounds/comparison.h"
#include "workbook/write.h"

namespace mtm {

/// Comparisons of this round with others as files. `language` is an index into this round's
/// languages. Each marks invented interviews and an internal edition. Format: docs/rounds.md.
struct ComparisonExport {
    std::string title;  // of the study
    const std::vector<RoundComparison>& comparisons;
    std::size_t language = 0;
};

/// One object with a list of comparisons; numbers unrounded, null where there is none.
[[nodiscard]] std::string comparison_json(const ComparisonExport& exported);

/// A record a category of each comparison.
[[nodiscard]] std::string comparison_csv(const ComparisonExport& exported);

/// A sheet of remarks, then for each comparison its rows and what is not compared.
[[nodiscard]] WorkbookOut comparison_workbook(const ComparisonExport& exported);

/// A page to read, complete in itself.
[[nodiscard]] std::string comparison_page(const ComparisonExport& exported);

/// What stands out, for a terminal.
[[nodiscard]] std::string comparison_summary(const ComparisonExport& exported);

}  // namespace mtm
