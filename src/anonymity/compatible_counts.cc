#include "anonymity/compatible_counts.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t worth_a_thread = 50'000;

// Before: by how many keys are missing; then any order that is always the same.
struct FewerMissingFirst {
    bool operator()(KeySet a, KeySet b) const {
        const int missing_a = std::popcount(a);
        const int missing_b = std::popcount(b);
        return missing_a != missing_b ? missing_a < missing_b : a < b;
    }
};

}  // namespace

CompatibleCounts::CompatibleCounts(const PackedPatterns& patterns,
                                   std::span<const std::uint32_t> counts,
                                   KeySet within)
    : patterns_(&patterns), counts_(counts), within_(within) {
    classes_ = classes_of(patterns, within);
}

CompatibleCounts::CompatibleCounts(const PackedPatterns& patterns,
                                   std::span<const std::uint32_t> counts,
                                   KeySet within,
                                   std::span<const std::uint32_t> only)
    : patterns_(&patterns), counts_(counts), within_(within) {
    std::map<KeySet, std::vector<std::uint32_t>, FewerMissingFirst> classes;
    for (const std::uint32_t i : only)
        classes[patterns.missing(patterns.at(i), within)].push_back(i);
    for (auto& [missing, members] : classes)
        classes_.push_back({missing, std::move(members)});
}

std::vector<CompatibleCounts::MissingClass> CompatibleCounts::classes_of(
    const PackedPatterns& patterns, KeySet within) {
    std::map<KeySet, std::vector<std::uint32_t>, FewerMissingFirst> classes;
    for (std::uint32_t i = 0; i < patterns.size(); ++i)
        classes[patterns.missing(patterns.at(i), within)].push_back(i);
    std::vector<MissingClass> out;
    for (auto& [missing, members] : classes)
        out.push_back({missing, std::move(members)});
    return out;
}

std::size_t CompatibleCounts::size() const {
    std::size_t out = 0;
    for (const MissingClass& held : classes_)
        out += held.patterns.size();
    return out;
}

void CompatibleCounts::add_to(std::span<std::size_t> totals,
                              const PackedPatterns& queries,
                              std::size_t enough,
                              int threads) const {
    const std::vector<MissingClass> asking_classes = classes_of(queries, within_);
    for (const MissingClass& asking : asking_classes) {
        // Its own class first, then the others: most are answered by the first.
        for (const bool own : {true, false})
            for (const MissingClass& held : classes_)
                if ((held.missing == asking.missing) == own)
                    count_class(held, asking, queries, enough, threads, totals);
    }
}

void CompatibleCounts::count_class(const MissingClass& held,
                                   const MissingClass& asking,
                                   const PackedPatterns& queries,
                                   std::size_t enough,
                                   int threads,
                                   std::span<std::size_t> totals) const {
    const PackedPatterns::Words mask =
        patterns_->mask_of(within_ & ~(held.missing | asking.missing));
    PatternIndex wanted(queries.words(), asking.patterns.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> query_numbers;
    for (const std::uint32_t q : asking.patterns)
        if (totals[q] < enough)
            query_numbers.emplace_back(q, wanted.number_of(queries.at(q), mask));
    if (query_numbers.empty()) return;
    const std::size_t parts = std::clamp<std::size_t>(
        held.patterns.size() / worth_a_thread, 1, static_cast<std::size_t>(std::max(threads, 1)));
    std::vector<std::vector<std::size_t>> found(parts, std::vector<std::size_t>(wanted.size()));
    const auto walk = [&](std::size_t part) {
        const std::size_t begin = held.patterns.size() * part / parts;
        const std::size_t end = held.patterns.size() * (part + 1) / parts;
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t p = held.patterns[i];
            const std::uint32_t number = wanted.find(patterns_->at(p), mask);
            if (number != PatternIndex::absent) found[part][number] += counts_[p];
        }
    };
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < parts; ++part)
        others.emplace_back(walk, part);
    walk(0);
    for (std::thread& thread : others)
        thread.join();
    for (const auto& [query, number] : query_numbers)
        for (const std::vector<std::size_t>& of_part : found)
            totals[query] += of_part[number];
}

}  // namespace mtm
