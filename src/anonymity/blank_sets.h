#pragma once

#include <span>
#include <vector>

#include "anonymity/key_table.h"
#include "anonymity/packed_patterns.h"

namespace mtm {

/// What it costs to blank the keys of a set in one record: the sum of their importance. Where that
/// is the same, the key of more categories goes first, as it tells least often what others have.
class BlankCosts {
public:
    /// `importance` by key; empty: all alike.
    BlankCosts(const KeyTable& table, std::span<const double> importance);

    [[nodiscard]] double of(KeySet keys) const;

    /// Sets of keys within `within` to try one after another, the cheapest first and everything
    /// last: all of them up to twelve keys, else those of fewest keys (4,096), then each key more.
    [[nodiscard]] std::vector<KeySet> sets(KeySet within) const;

private:
    std::vector<double> by_key_;
};

/// All sets of `size` of the first `keys` keys, in a fixed order.
[[nodiscard]] std::vector<KeySet> key_combinations(std::size_t keys, std::size_t size);

/// The set of the first `keys` keys.
[[nodiscard]] KeySet all_keys(std::size_t keys);

}  // namespace mtm
