#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "anonymity/generalisation_loss.h"
#include "anonymity/local_suppression.h"
#include "anonymity/recoding.h"

namespace mtm {

struct PlanSettings {
    SuppressionSettings suppression = {};  // k, the meaning of a blank, what has to stay

    /// At most this share of the records may still be below k after recoding, for local suppression
    /// to blank values of.
    double most_below = 0.05;

    LossMeasure measure = LossMeasure::spread;
    std::vector<double> weights = {};  // by key, > 0: what a key's detail is worth; empty: alike

    /// By key: the finest level that may leave (an exact date of birth never does), and the
    /// coarsest that is of use. Empty: all levels.
    std::vector<std::size_t> finest = {};
    std::vector<std::size_t> coarsest = {};

    /// Asked of each protected table that would lose least so far; one that it refuses is passed
    /// over. For limits that k alone does not hold, such as a global risk. Has to answer the same
    /// for the same table.
    std::function<bool(const KeyTable&)> acceptable = {};
};

/// One key up one level.
struct ProtectionStep {
    std::size_t key = 0;
    std::size_t to = 0;  // its level afterwards
    std::string key_name;
    std::string from_name;  // names of the levels
    std::string to_name;
    std::size_t below_before = 0;  // records that agree with fewer than k
    std::size_t below_after = 0;
    double loss_before = 0;
    double loss_after = 0;
};

/// How to protect a table: levels of all keys, then values to blank.
struct ProtectionPlan {
    std::vector<std::size_t> levels;
    LocalSuppression suppression;  // of the recoded table
    std::size_t records = 0;
    std::size_t below_at_first = 0;  // records below k at the finest levels
    std::size_t below_left = 0;      // after recoding: what suppression had to help
    double recoding_loss = 0;
    double loss = 0;                    // with the blanked values
    std::vector<ProtectionStep> steps;  // from the finest levels to `levels`

    /// True if every combination of levels was tried, or shown to lose more or to leave too many
    /// below k. Else it is the best of those that a bounded search met.
    bool exhaustive = false;
    std::size_t combinations = 0;  // of levels that there are
    std::size_t counted = 0;       // of which the records below k were counted
    std::size_t suppressed = 0;    // on which local suppression was tried
};

/// The levels, and the local suppression of what they leave, that lose least and reach k. To
/// coarsen a key never puts a record below k (the monotonicity of Incognito, LeFevre et al. 2005,
/// and OLA, El Emam et al. 2009): so what is below combinations that leave too many is ruled out
/// with them, and what recoding alone would lose more than the best plan is not looked at. Where
/// combinations are too many to go through, a beam search coarsens key by key and keeps the best
/// sixteen of each round. The same input gives the same plan on every machine with any number of
/// threads.
///
/// An error if hierarchies do not fit the keys, if even the coarsest levels leave too many records
/// below k, if values that must stay leave no way, or if everything was refused.
[[nodiscard]] Result<ProtectionPlan> plan_protection(
    const KeyTable& table,
    const std::vector<RecodingHierarchy>& hierarchies,
    const PlanSettings& settings);

/// What a plan publishes.
[[nodiscard]] KeyTable protected_table(const KeyTable& table,
                                       const std::vector<RecodingHierarchy>& hierarchies,
                                       const ProtectionPlan& plan);

/// The plan as sentences, one a step: what was coarsened, how many records were below k before and
/// after, and what it cost.
[[nodiscard]] std::vector<std::string> explained(const ProtectionPlan& plan, std::size_t k);

}  // namespace mtm
