#pragma once

#include <cstdint>

namespace mtm {

/// By what a percentage is judged: the standard of the U.S. National Center for Health Statistics
/// for proportions, its coefficient of variation, or nothing.
enum class ProportionRule : std::uint8_t { nchs, cv, none };

/// Letters of the columns that a cell is significantly greater than: at 5%, at 10% too (in lower
/// case), or none.
enum class LetterRule : std::uint8_t { none, at_5, at_5_and_10 };

/// What the reader of a number is told of how far it can be trusted: [marks] of study.toml.
/// docs/marks.md explains each and names its source.
struct MarkRules {
    int small_base = 30;  // a base under it is marked, and compared with no other
    ProportionRule proportions = ProportionRule::nchs;
    double caution = 16.5;     // coefficient of variation in per cent: above it, “with caution”
    double unreliable = 33.3;  // above it, “too unreliable to publish”
    LetterRule letters = LetterRule::at_5;
    bool intervals = true;  // printed in the report and drawn in its charts
};

}  // namespace mtm
