#pragma once

#include <string>
#include <vector>

#include "attack/count_system.h"

namespace mtm {

/// By what means a count came to be known as closely as it is.
enum class RebuiltBy {
    nothing,      // it is not known more closely than from the beginning
    print,        // it stands in print
    propagation,  // one sum after the other
    elimination,  // sums and differences of several together (Gauss)
    program,      // that counts are whole and not negative, in all sums at once
};

/// What a stranger can know of one count: it lies in low … high. `seen_low` and `seen_high` are
/// values that it takes in counts which agree with all that is printed, so it cannot be known more
/// closely than that. The bounds are exact if they are equal to those seen.
struct CountBounds {
    long long low = 0;
    long long high = 0;
    long long seen_low = no_limit;    // nothing seen
    long long seen_high = -no_limit;  // nothing seen
    RebuiltBy by = RebuiltBy::nothing;

    [[nodiscard]] bool exact() const { return low == seen_low && high == seen_high; }
};

/// What was found out of one target.
enum class TargetVerdict {
    safe,          // it could be none, or not few
    known,         // one number, but none of few people
    few,           // certain to be of few people, but not how many
    rebuilt,       // one number, of few people
    undecided,     // the effort was over
    contradiction  // what is printed cannot be, so nothing follows from it
};

struct ReconstructOptions {
    int threshold = 10;         // few are 1 … threshold-1
    bool exact_bounds = false;  // of every count, not only as far as verdicts need them
    int most_nodes = 2000;      // of each integer programme
    int most_programs = 20000;  // linear programmes in all; effort is counted, never timed
};

struct Reconstruction {
    std::vector<CountBounds> bounds;      // as CountSystem::counts
    std::vector<TargetVerdict> verdicts;  // as CountSystem::targets
    std::vector<CountBounds> of_targets;  // as CountSystem::targets; of `others`, of those
    int programs = 0;                     // that were solved
    int contradictions = 0;               // parts of the system that cannot be
    int dropped = 0;                      // assumptions that were given up for that
};

/// Bounds of every count from all rows together: first by propagating bounds along rows, then by
/// exact elimination (fractions, no rounding) of what equations alone determine, then by linear and
/// integer programmes over each part of the system that hangs together (Dobra and Fienberg 2000;
/// Garfinkel, Abowd and Martindale 2018). Whole numbers that are taken for a witness have been put
/// into every row. The same system gives the same answer.
[[nodiscard]] Reconstruction reconstruct(const CountSystem& system,
                                         const ReconstructOptions& options);

/// Narrows `bounds` along `rows` until nothing changes (at most so many rounds as there are rows,
/// so it ends where bounds creep). False if a row cannot hold.
[[nodiscard]] bool propagate(const std::vector<CountRow>& rows,
                             std::vector<CountBounds>& bounds,
                             RebuiltBy by);

/// Fixes what the equations among `rows` determine, whatever else holds. False if they cannot
/// hold in whole numbers within the bounds. Parts whose fractions outgrow 64 bits are left.
[[nodiscard]] bool eliminate(const std::vector<const CountRow*>& rows,
                             std::vector<CountBounds>& bounds);

}  // namespace mtm
