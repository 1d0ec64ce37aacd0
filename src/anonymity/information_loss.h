#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "anonymity/key_table.h"
#include "base/result.h"

namespace mtm {

/// How many values of keys a protection changed, recoded or blanked.
struct ChangedCells {
    std::vector<std::size_t> by_key;   // values that differ
    std::vector<std::size_t> blanked;  // of these, that are missing now
    std::size_t records = 0;           // with any change
    double percent_of_records = 0;     // 0 … 100
};

/// Compares codes place by place, so both have to be in the same categories: count a recoding
/// before it, and blanks after. An error if the tables differ in shape.
[[nodiscard]] Result<ChangedCells> changed_cells(const KeyTable& before, const KeyTable& after);

/// IL1s (Mateo-Sanz, Sebé and Domingo-Ferrer 2004; as sdcMicro's dUtility): the mean over values of
/// |before − after| / (√2 · sd of the variable before), over the pairs of which both are there. 0:
/// nothing changed. Nothing if the variable does not vary or no pair is there. REQUIRES: equal
/// lengths.
[[nodiscard]] std::optional<double> loss_of_numbers(std::span<const std::optional<double>> before,
                                                    std::span<const std::optional<double>> after);

/// The ends of a confidence interval.
struct OverlapInterval {
    double low = 0;
    double high = 0;
};

/// How far two intervals of one figure, from the data before and after protection, say the same
/// (Karr et al. 2006): the length they have in common as a share of each, and the mean of the two.
/// 1: the same; 0: nothing in common. Of an interval of length 0 the share is 1 if it lies within
/// the other, else 0. REQUIRES: low <= high of both.
[[nodiscard]] double interval_overlap(const OverlapInterval& before, const OverlapInterval& after);

/// The Hellinger distance of two tables of frequencies: √(½ Σ (√p − √q)²), p and q the shares of
/// their cells. 0: the same shares; 1: no cell in common. Nothing if a table is empty, has a
/// frequency below 0, or the tables differ in size.
[[nodiscard]] std::optional<double> hellinger_distance(std::span<const double> before,
                                                       std::span<const double> after);

}  // namespace mtm
