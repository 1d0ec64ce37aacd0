#pragma once

#include <string>
#include <vector>

#include "rounds/comparison.h"

namespace mtm {

/// A category, or a mean, through the rounds.
struct RoundLine {
    Category category;
    std::vector<RoundValue> values;  // as RoundSeries::rounds; no value where withheld or not asked
    /// Whether this round differs significantly from RoundSeries::tested_against, as the whole
    /// comparison of the two has it; absent where it was not tested.
    std::optional<bool> changed{};
};

/// A question in several rounds, as a chart of lines or slopes draws it. Everything in it has
/// passed disclosure control. A line may only be drawn through values that can be compared: where
/// two neighbours cannot (`comparable`), it breaks.
struct RoundSeries {
    std::string question;
    Translated label;
    bool numeric = false;                      // else per cent
    std::vector<std::string> rounds;           // the oldest first; this round last
    std::vector<RoundLine> lines;              // in the order of this round's choices
    std::string tested_against;                // the last of the earlier rounds
    std::vector<std::string> asked_otherwise;  // rounds that asked or defined it in part so
    bool internal = false;
    bool rehearsal = false;
    int threshold = 0;

    /// Whether the value of a round may be set beside the last one's.
    [[nodiscard]] static bool comparable(const RoundLine& line, std::size_t round);
};

/// The questions of this round with the rounds that they can be compared with: made from the
/// comparisons of one round with each earlier one. Rounds are in the order of their fieldwork where
/// all say when it began, else as they were compared, the last one first. A question that is
/// compared with no other round has no series.
[[nodiscard]] std::vector<RoundSeries> series_of(const std::vector<RoundComparison>& comparisons);

}  // namespace mtm
