#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "anonymity/blank_sets.h"
#include "anonymity/local_suppression.h"
#include "anonymity/packed_patterns.h"

namespace mtm {

/// What both searches of local suppression work on: records as they are printed so far.
struct SuppressionProblem {
    PackedPatterns records;
    std::vector<KeySet> fixed;    // by record: keys whose value has to stay
    std::vector<KeySet> blanked;  // by record: what was blanked so far
    BlankCosts costs;
    std::size_t k = 0;
    int threads = 1;
};

/// Records that are equal in some keys, and in what may be blanked of them, as one entry.
struct SuppressionEntries {
    PackedPatterns patterns;  // without the other keys
    std::vector<std::uint32_t> counts;
    std::vector<KeySet> fixed;
    std::vector<KeySet> blanked;  // what the search blanks
    std::vector<std::uint32_t> entry_of_record;
    bool fixed_varies = false;  // whether equal patterns may be several entries

    /// Blanks keys of an entry.
    void blank(std::uint32_t entry, KeySet keys) {
        patterns.blank(entry, keys);
        blanked[entry] |= keys;
    }

    /// Makes `some` records of an entry, fewer than all, an entry of their own; its number.
    std::uint32_t split(std::uint32_t entry, std::uint32_t some);
};

[[nodiscard]] SuppressionEntries suppression_entries(const SuppressionProblem& problem,
                                                     KeySet within);

/// Puts what was blanked of the entries into the records.
void apply_blanks(SuppressionProblem& problem, const SuppressionEntries& entries);

/// The sets of a search and how much it may still look at; when that is used up only the last sets,
/// which take one key more each, are tried. So the time is bounded, and the same blanks come out on
/// every machine.
class BlankSetWalk {
public:
    BlankSetWalk(const BlankCosts& costs, KeySet within, std::size_t records);

    [[nodiscard]] std::size_t size() const { return sets_.size(); }

    /// What to blank of an entry at this step; 0 if the step is not for it.
    [[nodiscard]] KeySet at(std::size_t step, KeySet missing_or_fixed) const;

    /// The step after `step`, which looked at `looked_at` patterns.
    std::size_t next(std::size_t step, std::size_t looked_at);

private:
    [[nodiscard]] std::size_t first_of_chain() const;

    KeySet within_;
    std::vector<KeySet> sets_;
    std::size_t left_;
};

/// Blanks until every record agrees with k in the keys of `within`, a blank being any value.
[[nodiscard]] Status suppress_any_value(SuppressionProblem& problem, KeySet within);

/// The same, a blank being a category of its own.
[[nodiscard]] Status suppress_own_category(SuppressionProblem& problem, KeySet within);

}  // namespace mtm
