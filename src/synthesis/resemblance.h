#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "synthesis/coded_records.h"

// The attack report. Everything else in this module sees counts alone; what is here is handed real
// records, so only what may read them may call it, and its result may leave only as a whole: the
// places of single records in it are not for publication.
namespace mtm {

/// Which records stand against which.
struct ResemblanceInput {
    const CodedRecords* real = nullptr;       // those that the tables were counted from
    const CodedRecords* synthetic = nullptr;  // what is to be published
    const CodedRecords* holdout = nullptr;  // people of the same kind whom no table counts, or null
    const MarginalTables* tables = nullptr;  // what was published; its variables
    std::vector<std::size_t> keys;           // variables that somebody may know of a person
    std::vector<std::size_t> targets;        // variables that nobody is to learn; no keys
    std::size_t most_compared = 2000;        // records of each side whose nearest are sought
    std::uint64_t seed = 1;                  // of their choice where there are more
};

/// Records that are in the synthetic data as they are, in all variables.
struct WholeCopies {
    double real_share = 0;                // of the real records
    std::optional<double> holdout_share;  // of those in no table: what chance alone gives
    double excess_error = 0;  // standard error of real_share less holdout_share, or less
                              // independent_share where there is no holdout
    /// What chance would give if each variable were drawn by itself from the synthetic data's own
    /// shares: the mean over real records of 1 − (1 − p)^n.
    double independent_share = 0;
};

/// How many variables a record differs in from the synthetic record nearest to it (Hamming).
struct NearestRecords {
    double real_mean = 0;
    std::optional<double> holdout_mean;
    /// real_mean over holdout_mean: near 1 if those counted are no nearer than those not counted;
    /// well below 1 if the synthetic data follow single people. None without holdout, or where both
    /// are 0; where only holdout_mean is 0 it is above 1 anyway, and none is given.
    std::optional<double> ratio;
    /// Of the synthetic records, those nearer to a real one than to any of the holdout, ties by
    /// half: with as many of both compared, near one half if nobody is followed.
    std::optional<double> nearer_to_real_share;
};

/// Somebody knows a person's keys and guesses a target by what is most common among synthetic
/// records with these keys (among all, if there are none). Only people whose true category is an
/// answer are counted: that somebody was not asked follows from the keys.
struct AttributeInference {
    std::size_t target = 0;
    std::size_t people = 0;
    double correct_share = 0;      // of guesses about real people
    double most_common_share = 0;  // correct if everybody is guessed to be as most are
    double by_others_share = 0;    // correct if guessed from the other real people of these keys
    std::optional<double> holdout_share;  // correct about people whom no table counts
    /// What being counted costs a person: correct_share less holdout_share, or without a holdout
    /// less the larger of by_others_share and most_common_share.
    double advantage = 0;
    double advantage_error = 0;  // its standard error, as of the difference of two samples
};

/// A combination of keys that one real person has alone, that was withheld and is in the synthetic
/// data.
struct LeakedCombination {
    std::vector<std::size_t> variables;
    std::size_t cell = 0;  // of a table over these variables

    bool operator==(const LeakedCombination&) const = default;
};

/// Combinations of one to three keys that one real person has alone.
struct UniqueCombinations {
    std::size_t unique = 0;    // among real records
    std::size_t met = 0;       // of those, in the synthetic data
    std::size_t withheld = 0;  // of those unique, in a withheld cell of a published table
    std::vector<LeakedCombination> leaked;  // of those withheld, in the synthetic data
};

struct ResemblanceReport {
    WholeCopies copies;
    NearestRecords nearest;
    std::vector<AttributeInference> inference;  // in the order of the targets
    UniqueCombinations unique;

    /// Any of: real records copied whole 5 points more often than chance gives (the holdout;
    /// without one, independent draws); nearest ratio below 0.9; an advantage above 0.05; shares
    /// also beyond three standard errors. Thresholds of this project, for a first look: below them
    /// is no proof of safety.
    [[nodiscard]] bool is_alarming() const;
};

/// REQUIRES: real, synthetic and tables given and of the same variables, neither without a record.
[[nodiscard]] ResemblanceReport resemblance(const ResemblanceInput& input);

/// Two halves at random: tables are counted from the first, the second is held out.
[[nodiscard]] std::pair<CodedRecords, CodedRecords> halves_of(const CodedRecords& records,
                                                              std::uint64_t seed);

}  // namespace mtm
