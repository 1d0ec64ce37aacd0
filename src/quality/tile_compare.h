#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "quality/answer_tiles.h"

namespace mtm {

/// By what two interviews are near: the share of equal answers, or how few answers differ.
enum class Nearness : std::uint8_t { share, differences };

/// What a pair must reach to be of interest, from 0 (all are) to 65535, higher being nearer; never
/// more than what a pair of this nearness has.
[[nodiscard]] std::uint16_t reach_of(Nearness by, std::uint32_t same, std::uint32_t compared);

/// One interview, made ready to be compared with tiles of others.
class ComparedRow {
public:
    struct Answer {
        std::uint32_t at = 0;  // where its first plane begins in a tile
        std::uint32_t planes = 1;
        std::array<std::uint8_t, 5> bytes{};
    };

    /// `order`: in which order columns are looked at; those that differ most should be first.
    void prepare(const AnswerCoding& coding,
                 std::span<const std::uint32_t> order,
                 const std::uint8_t* row);

    [[nodiscard]] std::span<const std::uint32_t> missing() const { return missing_; }

    [[nodiscard]] std::span<const Answer> answers() const { return answers_; }

private:
    std::vector<std::uint32_t> missing_;  // where planes of columns without an answer begin
    std::vector<Answer> answers_;
};

/// Of one interview and each of a tile: equal answers, and columns where at least one has any.
struct LaneCounts {
    std::array<std::uint16_t, AnswerTiles::lanes> same;
    std::array<std::uint16_t, AnswerTiles::lanes> compared;
};

/// Compares an interview with a tile. False if no pair can reach the lesser of `reach` and its
/// lane's: then `out` means nothing. Otherwise `out` is exact for every lane.
using TileCompare = bool (*)(const ComparedRow& row,
                             const std::uint8_t* tile,
                             Nearness by,
                             std::uint16_t reach,
                             const std::uint16_t* lane_reach,
                             LaneCounts& out);

/// The fastest comparison this processor has; all of them count the same.
[[nodiscard]] TileCompare fastest_tile_compare();

/// Every comparison this processor has, with its name: the portable one first.
struct NamedTileCompare {
    const char* name;
    TileCompare compare;
};

[[nodiscard]] std::vector<NamedTileCompare> tile_compares();

}  // namespace mtm
