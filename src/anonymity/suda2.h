#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "anonymity/packed_patterns.h"

namespace mtm {

/// What a minimal sample unique of m of M keys adds to a record's score.
enum class SudaScores {
    factorial,  // (M − m)!, as sdcMicro has it
    relative    // (2^(M−m) − 1) · m! (M−m)! / M!, of the handbook of IHSN
};

struct SudaSettings {
    std::size_t most_keys = 0;        // of a minimal sample unique; 0: as many as there are
    double sampling_fraction = 0.01;  // for the DIS scores: the interviewed among all
    SudaScores scores = SudaScores::factorial;
    int threads = 2;  // changes nothing but the time
};

struct SudaResult {
    std::vector<double> scores;      // by record; 0: no combination is its own alone
    std::vector<double> dis_scores;  // by record, 0 to 1
    /// By record: the fewest keys that single it out, the first of them in the order of keys; none
    /// (0) where nothing does.
    std::vector<KeySet> smallest;
    std::vector<double> key_shares;            // by key: share of all scores in which it has a part
    std::vector<std::size_t> minimal_of_size;  // by m: how many minimal sample uniques there are
    std::size_t uniques = 0;                   // records that no other agrees with in all keys
    std::size_t paired = 0;                    // records that are alone with one other
    double dis = 0;  // that a unique match is right: U·f / (U·f + P·(1 − f))
};

/// Special uniques detection (Elliot, Manning and Ford 2002): which combinations of keys, none of
/// them longer than it need be, a record has to itself. Every combination of keys is counted,
/// shorter ones first, without the records that a part of it has singled out already (Manning,
/// Haglin and Keane 2008 prune so): time grows as records × 2^keys. A missing value
/// singles nobody out, and nobody is alike by it. Fewer than three keys count as three, as in
/// sdcMicro. An error as of PackedPatterns::create, or with more than 20 keys.
[[nodiscard]] Result<SudaResult> suda2(const KeyTable& table, const SudaSettings& settings = {});

}  // namespace mtm
