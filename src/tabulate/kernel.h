#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tabulate/kernel_columns.h"
#include "tabulate/kernel_parts.h"

namespace mtm {

// The kernel: weighted counts and sums of many columns by groups of rows, with what their variances
// need, in one pass. Weights and numbers are whole numbers of small units, so that sums are exact
// and the same in any order, with any number of threads, any length of run, and over shards that
// are added up. A shard is some of the primary units of a sample with all their rows; shards are
// added up if they have the same places and their rows were made with the same `most` (numbers with
// the same `largest`).

struct alignas(16) KernelCell {
    std::int64_t weight = 0;  // in units of the fixed weights
    std::int64_t rows = 0;
};

/// Sums of products of two weights: both compilers have them; the standard does not.
__extension__ using WideSum = unsigned __int128;
__extension__ using WideNumber = __int128;

/// Over the units of a stratum, of a category's weight a and the group's b.
struct KernelMoments {
    WideSum squares = 0;   // sum of a²
    WideSum products = 0;  // sum of a b
};

/// Of the rows in the base, by place.
struct KernelBase {
    std::int64_t weight = 0;
    std::int64_t rows = 0;
    std::int64_t units = 0;  // that have a row with a weight
    WideSum squares = 0;     // sum of b²
};

/// Sums of one column: of category c at a place is number place × categories + c. Whole numbers
/// all.
struct KernelSums {
    std::size_t categories = 0;
    std::vector<KernelCell> cells;
    std::vector<KernelMoments> moments;  // with a design
    std::vector<KernelBase> bases;       // by place

    /// Adds those of another shard that holds whole units.
    void add(const KernelSums& other);
};

/// Sums at the places of `to`, found by group and stratum. REQUIRES: `to` has all places of `from`,
/// and both number groups and strata alike.
[[nodiscard]] KernelSums moved_to(const KernelSums& sums,
                                  const KernelParts& from,
                                  const KernelParts& to);

/// Of numbers, by place. Over units a = sum of weight × number above and b = that of the numbers
/// below, or of the weights. Sums of their products are of multiples of 2^61: of what remains
/// nothing could be seen.
struct KernelTotal {
    WideNumber above = 0;
    WideNumber below = 0;
    std::int64_t rows = 0;   // that have a number
    std::int64_t units = 0;  // with such a row that has a weight
    WideNumber squares = 0;
    WideNumber products = 0;
    WideNumber base_squares = 0;
};

struct KernelTotals {
    std::vector<KernelTotal> places;

    /// Adds those of another shard that holds whole units.
    void add(const KernelTotals& other);
};

[[nodiscard]] KernelTotals moved_to(const KernelTotals& totals,
                                    const KernelParts& from,
                                    const KernelParts& to);

/// What is to be counted by one division of the rows into groups.
struct KernelWork {
    const KernelParts* parts = nullptr;
    std::span<const JoinedParts> joined{};
    std::vector<const KernelColumn*> columns{};
    std::vector<const KernelNumbers*> numbers{};
};

/// By the parts themselves, then by each of `joined`; of each column.
struct KernelResult {
    std::vector<std::vector<KernelSums>> sums;
    std::vector<std::vector<KernelTotals>> totals;

    void add(const KernelResult& other);
};

/// All of it in one pass: run by run of rows, so that what is read stays in the cache while all
/// columns of all works are counted. REQUIRES: all parts are of these rows, with runs of one
/// length; or all are of rows as they come, and there are columns by code alone.
[[nodiscard]] std::vector<KernelResult> count_in_one_pass(const KernelRows& rows,
                                                          std::span<const KernelWork> works,
                                                          int threads);

/// Of columns by one division.
[[nodiscard]] std::vector<std::vector<KernelSums>> count_columns(
    const KernelRows& rows,
    const KernelParts& parts,
    std::span<const JoinedParts> joined,
    std::span<const KernelColumn> columns,
    int threads);

}  // namespace mtm
