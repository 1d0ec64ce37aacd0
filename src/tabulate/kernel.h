#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "tabulate/kernel_rows.h"

namespace mtm {

// The kernel: weighted counts of many columns by groups of rows, with what their variances need, in
// one pass. Weights are whole numbers of a small unit, so that sums are exact and the same in any
// order, with any number of threads, and over shards that are added up.

/// Rows by unit and group. A part is the rows of one group in one primary unit; a place is one
/// group in one stratum, for which sums are kept. Without a design both are the groups.
struct KernelParts {
    std::vector<std::uint32_t> part_of_row;  // by place in the order; those of a unit are together
    std::vector<std::uint32_t> place_of_part;
    std::vector<std::uint32_t> group_of_place;
    std::vector<std::uint32_t> stratum_of_place;
    std::size_t groups = 0;  // rows of no group are of group `groups`

    /// Runs of whole units: where each begins, and the first of its parts; then the ends.
    std::vector<std::size_t> run_rows;
    std::vector<std::size_t> run_parts;

    [[nodiscard]] std::size_t places() const { return group_of_place.size(); }
};

/// `group_of_row` by row of the dataset, -1 for none; empty: everyone is of group 0.
[[nodiscard]] KernelParts kernel_parts(const KernelRows& rows,
                                       std::span<const std::int32_t> group_of_row,
                                       std::size_t groups);

/// Coarser groups made of those of other parts: sums by them cost no pass over the rows.
struct JoinedParts {
    KernelParts parts;  // without part_of_row
    std::vector<std::uint32_t> part_of_part;
};

/// Group g becomes `joined[g]` of `groups`, or none where that is `groups`.
[[nodiscard]] JoinedParts join_parts(const KernelRows& rows,
                                     const KernelParts& parts,
                                     std::span<const std::uint32_t> joined,
                                     std::size_t groups);

/// A column for the kernel: the category of each row, in the order of the rows. What is outside the
/// table has the category `categories`.
struct KernelColumn {
    std::vector<std::uint8_t> narrow;  // up to 255 categories
    std::vector<std::uint32_t> wide;   // else
    std::size_t categories = 0;
    bool has_outside = false;

    [[nodiscard]] std::size_t slots() const { return categories + (has_outside ? 1 : 0); }
};

/// `codes` by row of the dataset; -1: outside. REQUIRES: codes are below `categories`.
[[nodiscard]] KernelColumn kernel_column(const KernelRows& rows,
                                         std::span<const std::int32_t> codes,
                                         std::size_t categories);

struct alignas(16) KernelCell {
    std::int64_t weight = 0;  // in units of the fixed weights
    std::int64_t rows = 0;
};

/// Sums of products of two weights: both compilers have them; the standard does not.
__extension__ using WideSum = unsigned __int128;

/// Over the units of a stratum, of a category's weight a and the group's b.
struct KernelMoments {
    WideSum squares = 0;   // sum of a²
    WideSum products = 0;  // sum of a b
};

/// Sums of one column: of category c at a place is number place × categories + c. Whole numbers
/// all.
struct KernelSums {
    std::size_t categories = 0;
    std::vector<KernelCell> cells;
    std::vector<KernelMoments> moments;  // with a design
    std::vector<WideSum> base_squares;   // sum of b², by place

    /// Adds those of another shard that holds whole units.
    void add(const KernelSums& other);
};

/// Sums of all columns in one pass: by `parts`, then by each of `joined`.
[[nodiscard]] std::vector<std::vector<KernelSums>> count_columns(
    const KernelRows& rows,
    const KernelParts& parts,
    std::span<const JoinedParts> joined,
    std::span<const KernelColumn> columns,
    int threads);

/// Shares of the categories in a group.
struct KernelShare {
    double share = 0;  // NaN where the group is empty
    double weight = 0;
    double variance = std::numeric_limits<double>::quiet_NaN();  // of the share, by linearisation
    std::int64_t rows = 0;
};

/// Cell (group, category) is number group × categories + category.
[[nodiscard]] std::vector<KernelShare> kernel_shares(const KernelRows& rows,
                                                     const KernelParts& parts,
                                                     const KernelSums& sums);

}  // namespace mtm
