#include "anonymity/agreement.h"

#include <fmt/format.h>

#include "anonymity/blank_sets.h"
#include "anonymity/compatible_counts.h"

namespace mtm {
namespace {

std::vector<std::size_t> equal_records(const PackedPatterns& patterns,
                                       std::span<const std::uint32_t> counts,
                                       KeySet within) {
    const PackedPatterns::Words mask = patterns.mask_of(within);
    PatternIndex index(patterns.words(), patterns.size() / 4);
    std::vector<std::uint32_t> group;
    std::vector<std::size_t> totals;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        group.push_back(index.number_of(patterns.at(i), mask));
        if (group.back() == totals.size()) totals.push_back(0);
        totals[group.back()] += counts[i];
    }
    std::vector<std::size_t> out;
    for (const std::uint32_t g : group)
        out.push_back(totals[g]);
    return out;
}

}  // namespace

Result<std::vector<KeySet>> combinations_of_keys(std::size_t keys, std::size_t size) {
    constexpr double most = 10'000;
    if (size == 0 || size >= keys) return std::vector<KeySet>{all_keys(keys)};
    double combinations = 1;
    for (std::size_t i = 0; i < size; ++i)
        combinations = combinations * static_cast<double>(keys - i) / static_cast<double>(i + 1);
    if (combinations > most)
        return Error{fmt::format("{} keys have {:.0f} combinations of {}: more than {:.0f}",
                                 keys,
                                 combinations,
                                 size,
                                 most)};
    return key_combinations(keys, size);
}

std::vector<std::size_t> agreeing_records(const PackedPatterns& patterns,
                                          std::span<const std::uint32_t> counts,
                                          KeySet within,
                                          BlankMeaning blank,
                                          std::size_t enough,
                                          int threads) {
    // Under any_value as many at least: equal patterns agree.
    std::vector<std::size_t> out = equal_records(patterns, counts, within);
    if (blank == BlankMeaning::own_category) return out;
    PackedPatterns open = patterns.empty_alike();
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (out[i] >= enough) continue;
        places.push_back(i);
        open.append(patterns.at(i));
    }
    if (places.empty()) return out;
    std::vector<std::size_t> totals(places.size());
    CompatibleCounts(patterns, counts, within).add_to(totals, open, enough, threads);
    for (std::size_t i = 0; i < places.size(); ++i)
        out[places[i]] = totals[i];
    return out;
}

std::vector<std::size_t> patterns_below(const PackedPatterns& patterns,
                                        std::span<const std::uint32_t> counts,
                                        std::size_t k,
                                        BlankMeaning blank,
                                        const std::vector<KeySet>& combinations,
                                        int threads) {
    std::vector<bool> is_below(patterns.size());
    for (const KeySet within : combinations) {
        const std::vector<std::size_t> agreeing =
            agreeing_records(patterns, counts, within, blank, k, threads);
        for (std::size_t i = 0; i < agreeing.size(); ++i)
            if (agreeing[i] < k) is_below[i] = true;
    }
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < is_below.size(); ++i)
        if (is_below[i]) out.push_back(i);
    return out;
}

}  // namespace mtm
