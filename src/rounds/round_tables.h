#pragma once

#include <map>
#include <string>
#include <vector>

#include "rounds/comparison.h"

namespace mtm {

/// Of one group of the mix, in one round: its share of everyone (0 to 1, weighted) and how many of
/// it are in a category, in per cent.
struct GroupShare {
    std::string group;  // "almaty × male"; empty: those in no group
    double share = 0;
    double rate = 0;
};

/// A question of one round as it is compared: everyone's numbers as they were released, and the
/// groups of the mix where these may be told.
struct RoundTable {
    SafeTable safe;
    /// Who is in its base and in each answer: to see which rows are of the same people, and for
    /// nothing that is told.
    RowSet base = {};
    std::map<std::string, RowSet> people = {};  // by the answer's name
    std::string no_mix;  // why its change is not divided; empty: the rest is there
    Table by_mix;        // with its rows
    std::vector<double> weights;

    /// The shares of all groups, with their rates of a category. REQUIRES: no_mix is empty.
    [[nodiscard]] std::vector<GroupShare> mix_of(const Category& category) const;
};

using RoundTables = std::map<std::string, RoundTable>;  // by question or derived variable

/// Tables of these questions and derived variables, released: those of everyone first, then those
/// by the mix. A question that is no column of the dataset has none.
[[nodiscard]] RoundTables round_tables(const PublishedRound& round,
                                       const std::vector<std::string>& questions,
                                       const std::vector<std::string>& mix,
                                       const CompareRules& rules);

}  // namespace mtm
