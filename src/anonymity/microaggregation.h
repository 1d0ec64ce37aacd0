#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

namespace mtm {

/// A numeric variable by record; no value where it is missing. Values are finite.
using MicroValues = std::vector<std::optional<double>>;

/// Records in groups of at least k that print the same numbers: for each variable the mean of those
/// of the group that have one. A missing value stays missing.
struct Microaggregation {
    std::vector<std::uint32_t> group;  // by record: 0 … groups-1
    std::size_t groups = 0;
    std::vector<MicroValues> values;  // by variable, as they may be published

    /// Sum over records and variables of (value − mean of its group)², in units of each variable's
    /// variance: what is lost.
    double within = 0;

    bool operator==(const Microaggregation&) const = default;
};

/// MDAV (Domingo-Ferrer and Torra 2005): the record farthest from the mean of all that are left
/// makes a group of k with its k − 1 nearest, then the one farthest from it does; what is left in
/// the end, fewer than 2k, is a group. So groups have k … 2k − 1 records. Distances are squared
/// differences over the variable's variance; where one value is missing its range stands for the
/// difference, where both are it is 0. Of equal distances the first record is taken.
///
/// Each variable keeps its total: a mean is of those who have a value, in the last group as in the
/// others (sdcMicro divides there by all). With `weights` the means are weighted and the weighted
/// total is kept. Time grows with the square of the records: 10,000 take seconds; take strata of a
/// large survey one by one, which keeps their totals too.
///
/// A group whose members' values are all but one missing would print that value: so a variable's
/// mean is only printed where k of the group have it, else it is missing for all of them (and lost
/// from the total).
///
/// An error if k is 0, records are fewer than k, variables differ in length, or a weight is not
/// above 0.
[[nodiscard]] Result<Microaggregation> microaggregate(const std::vector<MicroValues>& variables,
                                                      std::size_t k,
                                                      std::span<const double> weights = {});

/// One variable in the groups of at least k that lose least of all (Hansen and Mukherjee 2003): in
/// the order of the numbers groups are neighbours of k … 2k − 1, and a shortest path finds the cut.
/// Records without a value are in no group and print none (`group` is one past the last). An error
/// as of `microaggregate`; records with a value have to be k.
[[nodiscard]] Result<Microaggregation> microaggregate_optimally(
    const MicroValues& values, std::size_t k, std::span<const double> weights = {});

}  // namespace mtm
