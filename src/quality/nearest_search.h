#pragma once

#include <array>
#include <span>
#include <vector>

#include "quality/near_pairs.h"

namespace mtm {

/// One thread's part of the search for near duplicates: what it has found so far, and so which
/// pairs could still matter. What several have found is merged in any order to the same answer.
class NearestSearch {
public:
    NearestSearch(const AnswerRows& rows,
                  std::span<const std::uint32_t> order,
                  const NearDuplicateOptions& options);

    /// Compares the rows of tile `t` with each other and with those of all later tiles. The tiles
    /// hold all rows in their order.
    void compare_with_later(const AnswerTiles& tiles, std::size_t t);

    /// Compares some rows, each with each.
    void compare_group(std::span<const std::uint32_t> group);

    void merge(NearestSearch&& other);

    /// What was found. Ends the search.
    [[nodiscard]] NearDuplicates take();

private:
    // Tiles, which rows they hold (all in their order if empty), and what each must reach.
    struct Block {
        const AnswerTiles& tiles;
        std::span<const std::uint32_t> ids;
        std::span<std::uint16_t> reach;

        [[nodiscard]] std::uint32_t id(std::size_t at) const {
            return ids.empty() ? static_cast<std::uint32_t>(at) : ids[at];
        }
    };

    void prepare(const Block& block, std::size_t t);
    void compare_tiles(const Block& block, std::size_t t, std::size_t other);
    void consider(const Block& block, std::size_t at, std::size_t other, NearPair pair);
    [[nodiscard]] std::uint16_t reach(std::uint32_t row) const;

    const AnswerRows& rows_;
    std::span<const std::uint32_t> order_;
    NearDuplicateOptions options_;
    TileCompare compare_ = fastest_tile_compare();
    std::vector<NearestRow> nearest_;
    std::vector<std::uint16_t> reach_;  // of all rows, in whole tiles
    NearestPairs pairs_;
    std::array<ComparedRow, AnswerTiles::lanes> prepared_;
    AnswerTiles group_tiles_;
    std::vector<std::uint16_t> group_reach_;
};

/// Whether a pair has enough columns in common to say anything; without any it never has.
[[nodiscard]] bool is_compared(const NearDuplicateOptions& options, std::uint32_t compared);

/// Whether a pair is near enough to be listed.
[[nodiscard]] bool is_listed(const NearDuplicateOptions& options,
                             std::uint32_t same,
                             std::uint32_t compared);

/// What a pair must reach to be listed.
[[nodiscard]] std::uint16_t listed_reach(const NearDuplicateOptions& options);

}  // namespace mtm
