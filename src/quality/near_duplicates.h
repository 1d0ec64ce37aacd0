#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "quality/answer_tiles.h"
#include "quality/tile_compare.h"

namespace mtm {

/// Interviews that resemble each other more than two people would: copied, or made up from one
/// another. docs/near-duplicates.md defines what is counted, and how missing answers are.
///
/// Two interviews are compared in the columns where at least one of them has an answer. There they
/// agree if both have the same code. A column's kind does not matter: the answer to a
/// select_multiple is the whole set that was chosen, a number is the number.
struct NearDuplicateOptions {
    /// `share`: by the share of equal answers (Kuriakose & Robbins 2016). `differences`: by how few
    /// differ (cleaningtools' check_soft_duplicates).
    Nearness by = Nearness::share;
    double minimum_share = 0.85;            // of a pair to be listed, by share
    std::uint32_t maximum_differences = 7;  // of a pair to be listed, by differences
    std::uint32_t minimum_compared = 10;    // pairs compared in fewer columns are passed over
    std::size_t pairs_at_most = 1'000;      // the nearest are listed
    std::size_t exact_up_to_rows = 50'000;  // beyond, only pairs that look near are compared
    std::uint32_t tables = 24;              // of pairs that look near; more find more
    std::uint64_t seed = 1;                 // of those tables
    unsigned threads = 1;                   // the answer does not depend on it
};

/// Two interviews and what they have in common. `first` < `second`.
struct NearPair {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    std::uint16_t same = 0;      // equal answers
    std::uint16_t compared = 0;  // columns where at least one has an answer

    [[nodiscard]] double share() const {
        return compared == 0 ? 0 : static_cast<double>(same) / compared;
    }

    /// Columns that differ, as check_soft_duplicates counts them (an answer differs from none).
    [[nodiscard]] std::uint32_t differences() const { return std::uint32_t{compared} - same; }

    bool operator==(const NearPair&) const = default;
};

/// The nearest other interview; of equally near ones that compared in more columns, then the first.
struct NearestRow {
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    std::uint32_t row = none;  // none if no pair has enough columns to compare
    std::uint16_t same = 0;
    std::uint16_t compared = 0;

    [[nodiscard]] double share() const {
        return compared == 0 ? 0 : static_cast<double>(same) / compared;
    }

    [[nodiscard]] std::uint32_t differences() const { return std::uint32_t{compared} - same; }

    bool operator==(const NearestRow&) const = default;
};

struct NearDuplicates {
    std::vector<NearestRow> nearest;  // by row
    std::vector<NearPair> pairs;      // nearest first; equally near by more compared, then by row
    bool more_pairs = false;          // there are more than were asked for
    bool exact = true;                // every pair was compared
};

/// Compares all interviews with each other: `columns` of equal length, at most 65,535 of them, of
/// codes into a dictionary (negative: no answer, or not asked).
[[nodiscard]] NearDuplicates find_near_duplicates(
    std::span<const std::span<const std::int32_t>> columns, const NearDuplicateOptions& options);

/// Interviews kept at hand, so that one that arrives is compared with all before it in
/// milliseconds. Takes one byte an answer. Not to be changed while another thread asks.
class NearDuplicateIndex {
public:
    explicit NearDuplicateIndex(std::span<const std::span<const std::int32_t>> columns);

    [[nodiscard]] std::size_t rows() const { return tiles_.rows(); }

    /// The nearest row, and those near enough to be listed (their `second` is rows(), the place
    /// that the interview would take). One code a column.
    struct Found {
        NearestRow nearest;
        std::vector<NearPair> pairs;
        bool more_pairs = false;
    };

    [[nodiscard]] Found find(std::span<const std::int32_t> codes,
                             const NearDuplicateOptions& options) const;

    /// Adds an interview as row rows().
    void add(std::span<const std::int32_t> codes);

private:
    AnswerCoding coding_;
    std::vector<std::uint32_t> order_;
    AnswerTiles tiles_;
};

}  // namespace mtm
