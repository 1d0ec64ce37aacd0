#pragma once

#include <cstdint>

#include "base/random.h"
#include "synthesis/table_fit.h"

namespace mtm {

struct RepairEffort {
    long long proposals = 0;  // changes that are tried at most
    double warmth = 1;        // of the start of the search, in units of cost
};

struct RepairOutcome {
    long long proposals = 0;  // tried
    long long accepted = 0;
};

/// Changes records until nothing is left that must not be invented. False if the search found no
/// way within its bounds.
bool remove_forbidden(TableFit& fit, Random& random);

/// Exchanges categories between records so that the tables come nearer, by simulated annealing
/// (Kirkpatrick, Gelatt and Vecchi 1983) directed at the cells that deviate. Ends when none does or
/// the effort is spent, with the best records that it saw.
RepairOutcome repair(TableFit& fit,
                     const MarginalTables& tables,
                     const RepairEffort& effort,
                     Random& random);

}  // namespace mtm
