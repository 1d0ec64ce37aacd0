#include "anonymity/suppression_problem.h"

#include <algorithm>
#include <bit>
#include <map>

namespace mtm {
namespace {

constexpr std::size_t least_looks = 100'000'000;

}  // namespace

std::uint32_t SuppressionEntries::split(std::uint32_t entry, std::uint32_t some) {
    CHECK(some > 0 && some < counts[entry]);
    const auto out = static_cast<std::uint32_t>(counts.size());
    const std::vector<std::uint64_t> pattern(patterns.at(entry).begin(), patterns.at(entry).end());
    patterns.append(pattern);
    counts.push_back(some);
    fixed.push_back(fixed[entry]);
    blanked.push_back(blanked[entry]);
    counts[entry] -= some;
    for (std::uint32_t& of_record : entry_of_record) {
        if (some == 0) break;
        if (of_record != entry) continue;
        of_record = out;
        --some;
    }
    fixed_varies = true;
    return out;
}

SuppressionEntries suppression_entries(const SuppressionProblem& problem, KeySet within) {
    const std::size_t n = problem.records.size();
    const PackedPatterns::Words mask = problem.records.mask_of(within);
    PatternIndex index(problem.records.words(), n / 2);
    std::map<std::pair<std::uint32_t, KeySet>, std::uint32_t> variants;
    SuppressionEntries out;
    out.patterns = problem.records.empty_alike();
    out.entry_of_record.reserve(n);
    out.fixed_varies = std::ranges::adjacent_find(problem.fixed, [within](KeySet a, KeySet b) {
                           return (a & within) != (b & within);
                       }) != problem.fixed.end();
    for (std::size_t r = 0; r < n; ++r) {
        std::uint32_t entry = index.number_of(problem.records.at(r), mask);
        const std::uint32_t pattern = entry;
        const KeySet fixed = problem.fixed[r] & within;
        if (out.fixed_varies)
            entry =
                variants.try_emplace({entry, fixed}, static_cast<std::uint32_t>(out.counts.size()))
                    .first->second;
        if (entry == out.counts.size()) {
            out.counts.push_back(0);
            out.fixed.push_back(fixed);
            out.patterns.append(index.pattern(pattern));
        }
        ++out.counts[entry];
        out.entry_of_record.push_back(entry);
    }
    out.blanked.assign(out.counts.size(), 0);
    return out;
}

void apply_blanks(SuppressionProblem& problem, const SuppressionEntries& entries) {
    for (std::size_t r = 0; r < problem.records.size(); ++r) {
        const KeySet keys = entries.blanked[entries.entry_of_record[r]];
        if (keys == 0) continue;
        problem.records.blank(r, keys);
        problem.blanked[r] |= keys;
    }
}

BlankSetWalk::BlankSetWalk(const BlankCosts& costs, KeySet within, std::size_t records)
    : within_(within), sets_(costs.sets(within)), left_(std::max(least_looks, 40 * records)) {}

std::size_t BlankSetWalk::first_of_chain() const {
    const auto keys = static_cast<std::size_t>(std::popcount(within_));
    return sets_.size() - std::min(sets_.size(), keys);
}

KeySet BlankSetWalk::at(std::size_t step, KeySet missing_or_fixed) const {
    const KeySet keys = sets_[step];
    if (step >= first_of_chain()) return keys & ~missing_or_fixed;
    return (keys & missing_or_fixed) == 0 ? keys : 0;
}

std::size_t BlankSetWalk::next(std::size_t step, std::size_t looked_at) {
    left_ -= std::min(left_, looked_at);
    return left_ == 0 ? std::max(step + 1, first_of_chain()) : step + 1;
}

}  // namespace mtm
