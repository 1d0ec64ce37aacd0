#pragma once

#include <vector>

#include "exchange/write_tables.h"
#include "publish/synthetic_tables.h"
#include "synthesis/synthesize.h"
#include "synthesis/utility.h"

namespace mtm {

/// Invented records as files: synthetic.csv (a record a row, labelled as invented in its first
/// column), utility.json (how near each table is kept) and README.md, which says what they are and
/// what they are not. Invented from released tables alone.
[[nodiscard]] std::vector<ExportedFile> synthetic_files(const Study& study,
                                                        const SyntheticTables& made,
                                                        const Synthesis& synthesis,
                                                        const UtilityReport& utility);

/// The same, made of a publication's tables and attacked with the interviews that these were
/// counted from (synthesis/resemblance.h): an error if the attack succeeds. Keys and what nobody is
/// to learn are those of variable_roles(). No files where fewer than two questions have tables.
Result<std::vector<ExportedFile>> attacked_synthetic_files(
    const Study& study, const Dataset& dataset, const std::vector<Released<SafeTable>>& tables);

}  // namespace mtm
