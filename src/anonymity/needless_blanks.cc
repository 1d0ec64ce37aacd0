#include "anonymity/needless_blanks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "anonymity/compatible_counts.h"

namespace mtm {
namespace {

constexpr double most_comparisons = 5e8;
constexpr double most_lookups = 1e8;  // to count who agrees with whom

struct BlankOfEntry {
    double cost = 0;
    std::uint32_t entry = 0;
    KeySet key = 0;
};

std::vector<BlankOfEntry> blanks_of(const SuppressionProblem& problem,
                                    const SuppressionEntries& entries) {
    std::vector<BlankOfEntry> out;
    for (std::uint32_t e = 0; e < entries.counts.size(); ++e)
        for (std::size_t j = 0; j < problem.records.keys(); ++j)
            if ((entries.blanked[e] >> j & 1) != 0) {
                const KeySet key = KeySet{1} << j;
                out.push_back({problem.costs.of(key), e, key});
            }
    std::ranges::stable_sort(
        out, [](const BlankOfEntry& a, const BlankOfEntry& b) { return a.cost > b.cost; });
    return out;
}

class GivingBack {
public:
    GivingBack(const SuppressionProblem& problem,
               const PackedPatterns& original,
               KeySet within,
               SuppressionEntries& entries)
        : k_(problem.k), original_(original), entries_(entries), words_(original.words()) {
        agreeing_.assign(entries.counts.size(), 0);
        CompatibleCounts(entries.patterns, entries.counts, within)
            .add_to(agreeing_,
                    entries.patterns,
                    std::numeric_limits<std::size_t>::max(),
                    problem.threads);
        for (std::uint32_t e = 0; e < entries.counts.size(); ++e) {
            const PackedPatterns::Words mask = mask_of_values(e, within);
            present_.insert(present_.end(), mask.begin(), mask.begin() + words_);
        }
    }

    // Prints the key of the entry again if everybody keeps k without its being blank.
    void try_to_give_back(std::uint32_t entry, KeySet key) {
        const PackedPatterns::Words bits = original_.mask_of(key);
        const auto value = original_.at(entry);
        lost_.clear();
        std::size_t lost_by_entry = 0;
        for (std::uint32_t other = 0; other < entries_.counts.size(); ++other) {
            if (!loses(entry, other, bits, value)) continue;
            if (agreeing_[other] < k_ + entries_.counts[entry]) return;
            lost_by_entry += entries_.counts[other];
            lost_.push_back(other);
        }
        if (agreeing_[entry] < k_ + lost_by_entry) return;
        for (const std::uint32_t other : lost_)
            agreeing_[other] -= entries_.counts[entry];
        agreeing_[entry] -= lost_by_entry;
        entries_.patterns.give_back(entry, key, value);
        entries_.blanked[entry] &= ~key;
        for (std::size_t w = 0; w < words_; ++w)
            present_[entry * words_ + w] |= bits[w];
    }

private:
    [[nodiscard]] PackedPatterns::Words mask_of_values(std::uint32_t e, KeySet within) const {
        return entries_.patterns.mask_of(
            within & ~entries_.patterns.missing(entries_.patterns.at(e), within));
    }

    // Whether two entries agree, and would not if the first had its value in the field `bits`.
    [[nodiscard]] bool loses(std::uint32_t entry,
                             std::uint32_t other,
                             const PackedPatterns::Words& bits,
                             std::span<const std::uint64_t> value) const {
        const auto a = entries_.patterns.at(entry);
        const auto b = entries_.patterns.at(other);
        bool differs = false;
        for (std::size_t w = 0; w < words_; ++w) {
            const std::uint64_t both = present_[entry * words_ + w] & present_[other * words_ + w];
            if (((a[w] ^ b[w]) & both) != 0) return false;
            differs = differs || ((value[w] ^ b[w]) & bits[w] & present_[other * words_ + w]) != 0;
        }
        return differs;
    }

    std::size_t k_;
    const PackedPatterns& original_;
    SuppressionEntries& entries_;
    std::size_t words_;
    std::vector<std::size_t> agreeing_;   // by entry, exact
    std::vector<std::uint64_t> present_;  // by entry: fields that have a value
    std::vector<std::uint32_t> lost_;
};

}  // namespace

void give_back_needless(const SuppressionProblem& problem,
                        const PackedPatterns& original,
                        KeySet within,
                        SuppressionEntries& entries) {
    const std::vector<BlankOfEntry> blanks = blanks_of(problem, entries);
    if (blanks.empty()) return;
    if (static_cast<double>(blanks.size()) * static_cast<double>(entries.counts.size()) >
        most_comparisons)
        return;
    if (static_cast<double>(
            CompatibleCounts(entries.patterns, entries.counts, within).work_of(entries.patterns)) >
        most_lookups)
        return;
    GivingBack giving(problem, original, within, entries);
    for (const BlankOfEntry& blank : blanks)
        giving.try_to_give_back(blank.entry, blank.key);
}

}  // namespace mtm
