#pragma once

#include <string>
#include <vector>

#include "attack/public_system.h"
#include "attack/reconstruct.h"

namespace mtm {

/// Tables and figures that were attacked: `system` points into `tables`.
struct AttackedTables {
    PublicTables tables;
    PublicSystem system;
    Reconstruction found;
};

/// Rebuilds what it can. Numbers that were rounded are taken to be exact, for the survey that has
/// them could have been printed so; the bounds of `found` are of the people who were interviewed,
/// half a unit around. Moving the result keeps what points into it.
[[nodiscard]] AttackedTables rebuild_counts(PublicTables tables,
                                            const std::vector<PublicFigure>& figures,
                                            const PublicStructure& form,
                                            int threshold);

/// Takes out of complete tables what the rule alone would: counts of 1 … threshold-1, those whose
/// rest is so, and groups of so few. How many numbers went.
std::size_t withhold_small_alone(PublicTables& tables, int threshold);

/// Numbers of people that a dashboard's data.js has and its tables do not: added to them, for
/// whoever has one has both. How many. An error if it cannot be read.
[[nodiscard]] Result<std::size_t> add_dashboard_numbers(std::string_view data_js,
                                                        PublicTables& tables);

/// A count of people that two publications of the same interviews tell to differ by few.
struct TellingCount {
    std::string who;  // PublicCount::name
    long long low = 0;
    long long high = 0;
};

/// Counts of one name of which it is certain that they differ, and by fewer than the threshold:
/// whoever left or joined in between gave that answer.
[[nodiscard]] std::vector<TellingCount> telling_counts(const AttackedTables& before,
                                                       const AttackedTables& now,
                                                       int threshold);

}  // namespace mtm
