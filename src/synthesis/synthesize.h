#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "synthesis/coded_records.h"

namespace mtm {

/// What stands on every file of invented records.
inline constexpr std::string_view synthetic_label =
    "Synthetic records: invented by a computer to keep published tables; no row is a person";

struct SynthesisOptions {
    std::optional<long long> records;    // none: as many as the tables' total
    std::uint64_t seed = 1;              // the same seed and tables give the same records
    std::optional<long long> proposals;  // changes tried in the repair at most; none: by size
};

struct Synthesis {
    CodedRecords records;           // in an order without meaning
    long long start_deviation = 0;  // before the repair: see deviation
    long long deviation = 0;        // sum over all cells of how far a count is outside its bounds
    long long proposals = 0;        // changes that the repair tried
    std::vector<std::string> contradictions;  // why the tables cannot all hold, if so
};

/// Invents records from tables alone. Three promises: no impossible cell has a record; no withheld
/// cell has more records than its bound; the same input gives the same records on every machine.
/// Beyond them the tables are met exactly if they are consistent and decomposable, and as nearly as
/// a bounded search finds otherwise: the variables' own tables first.
/// As the aggregate-seeded synthesis of Microsoft's Synthetic Data Showcase, with which IOM's
/// Counter-Trafficking Data Collaborative publishes, it is handed protected counts and no records,
/// but it keeps their numbers and leaves no value empty. It does not promise differential privacy.
/// An error if the tables are broken (check_tables()), or if no way was found to keep the promises:
/// then a cell is named.
[[nodiscard]] Result<Synthesis> synthesize(const MarginalTables& tables,
                                           const SynthesisOptions& options = {});

}  // namespace mtm
