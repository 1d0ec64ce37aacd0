#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tabulate/kernel_rows.h"

namespace mtm {

/// How many rows a run of whole units has at least, but for the last.
[[nodiscard]] std::size_t rows_of_run(const KernelRows& rows);

/// Rows by unit and group. A part is the rows of one group in one primary unit; they stand side by
/// side. A place is one group in one stratum, for which sums are kept. Without a design the units
/// are runs of rows, and places are the groups.
///
/// Or the rows stay as they come, and each knows its part: then there is no order, and no runs.
struct KernelParts {
    std::vector<std::uint32_t> order;        // row of the dataset, by position
    std::vector<std::int64_t> weights;       // by position
    std::vector<std::uint32_t> part_ends;    // position after the last row of each part
    std::vector<std::uint16_t> part_of_row;  // by row of the dataset, of rows as they come
    std::vector<std::uint32_t> unit_of_part;
    std::vector<std::uint32_t> place_of_part;
    std::vector<std::uint32_t> group_of_place;
    std::vector<std::uint32_t> stratum_of_place;
    std::size_t groups = 0;  // rows of no group are of group `groups`

    /// Runs of whole units, the same for all parts of the same rows: where each begins, and the
    /// first of its parts; then the ends.
    std::vector<std::size_t> run_rows;
    std::vector<std::size_t> run_parts;

    /// Of rows as they come: the sum of the weights of the heaviest part, and the rows of the
    /// largest.
    std::int64_t most_weight = 0;
    std::uint64_t most_rows = 0;

    [[nodiscard]] std::size_t places() const { return group_of_place.size(); }

    [[nodiscard]] std::size_t runs() const { return run_rows.size() - 1; }

    [[nodiscard]] bool as_they_come() const { return !part_of_row.empty(); }
};

/// `group_of_row` by row of the dataset, -1 for none; empty: everyone is of group 0. `run` is how
/// many rows a run has at least (0: as many as suit the cache); sums do not depend on it.
[[nodiscard]] KernelParts kernel_parts(const KernelRows& rows,
                                       std::span<const std::int32_t> group_of_row,
                                       std::size_t groups,
                                       std::size_t run = 0);

/// Of rows as they come, which columns by code are counted in without any sorting. None where the
/// parts are so many that their cells would not stay in a cache: `most_parts_as_they_come`.
[[nodiscard]] std::optional<KernelParts> parts_as_they_come(
    const KernelRows& rows,
    std::span<const std::int32_t> group_of_row,
    std::size_t groups,
    int threads);

/// Coarser groups made of those of other parts: sums by them cost no pass over the rows.
struct JoinedParts {
    KernelParts parts;  // places alone
    std::vector<std::uint32_t> part_of_part;
};

/// Group g becomes `joined[g]` of `groups`, or none where that is `groups` or there is no such
/// entry; the last group is that of the rows of no group.
[[nodiscard]] JoinedParts join_parts(const KernelRows& rows,
                                     const KernelParts& parts,
                                     std::span<const std::uint32_t> joined,
                                     std::size_t groups);

}  // namespace mtm
