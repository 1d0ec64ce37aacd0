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

/// Files that may be published, or why there are none: invented records are a help, and no reason
/// to publish nothing.
struct AttackedSynthetic {
    std::vector<ExportedFile> files;
    std::string left_out;  // a sentence; empty: nothing is
};

/// The same, made of a publication's tables and attacked with the interviews that these were
/// counted from (synthesis/resemblance.h): left out if the attack succeeds. Keys and what nobody is
/// to learn are those of variable_roles(). No files where fewer than two questions have tables.
Result<AttackedSynthetic> attacked_synthetic_files(const Study& study,
                                                   const Dataset& dataset,
                                                   const std::vector<Released<SafeTable>>& tables);

}  // namespace mtm
