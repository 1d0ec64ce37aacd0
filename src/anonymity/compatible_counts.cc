#include "anonymity/compatible_counts.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t worth_a_thread = 50'000;

// Beside a pattern that is looked up: how many a pair of classes costs, and how many comparisons of
// two patterns cost one.
constexpr std::size_t lookups_of_a_class_pair = 8;
constexpr std::size_t comparisons_of_a_lookup = 8;

// The fields of each pattern that have a value, word by word.
std::vector<std::uint64_t> fields_with_value(const PackedPatterns& patterns, KeySet within) {
    std::vector<std::uint64_t> out;
    out.reserve(patterns.size() * patterns.words());
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const PackedPatterns::Words mask =
            patterns.mask_of(within & ~patterns.missing(patterns.at(i), within));
        for (std::size_t w = 0; w < patterns.words(); ++w)
            out.push_back(mask[w]);
    }
    return out;
}

// Runs work(begin, end) on parts of 0 … size-1, on threads where a part is large enough.
template <typename Work>
void in_parts(std::size_t size, std::size_t parts, const Work& work) {
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < parts; ++part)
        others.emplace_back([&work, size, part, parts] {
            work(size * part / parts, size * (part + 1) / parts, part);
        });
    work(std::size_t{0}, size / parts, std::size_t{0});
    for (std::thread& thread : others)
        thread.join();
}

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

std::size_t CompatibleCounts::work_by_classes(std::size_t queries, std::size_t asking) const {
    return asking * size() + classes_.size() * (queries + asking * lookups_of_a_class_pair);
}

std::size_t CompatibleCounts::work_by_pairs(std::size_t queries) const {
    return queries * size() / comparisons_of_a_lookup + queries + patterns_->size();
}

std::size_t CompatibleCounts::work_of(const PackedPatterns& queries) const {
    return std::min(work_by_classes(queries.size(), classes_of(queries, within_).size()),
                    work_by_pairs(queries.size()));
}

std::size_t CompatibleCounts::add_to(std::span<std::size_t> totals,
                                     const PackedPatterns& queries,
                                     std::size_t enough,
                                     int threads) const {
    const std::vector<MissingClass> asking_classes = classes_of(queries, within_);
    const std::size_t by_classes = work_by_classes(queries.size(), asking_classes.size());
    const std::size_t by_pairs = work_by_pairs(queries.size());
    if (by_pairs < by_classes) {
        compare_pairs(queries, enough, threads, totals);
        return by_pairs;
    }
    for (const MissingClass& asking : asking_classes) {
        // Its own class first, then the others: most are answered by the first.
        for (const bool own : {true, false})
            for (const MissingClass& held : classes_)
                if ((held.missing == asking.missing) == own)
                    count_class(held, asking, queries, enough, threads, totals);
    }
    return by_classes;
}

void CompatibleCounts::compare_pairs(const PackedPatterns& queries,
                                     std::size_t enough,
                                     int threads,
                                     std::span<std::size_t> totals) const {
    const std::vector<std::uint64_t> held_fields = fields_with_value(*patterns_, within_);
    const std::vector<std::uint64_t> asked_fields = fields_with_value(queries, within_);
    const std::size_t words = queries.words();
    const auto could_be = [&](std::size_t q, std::size_t p) {
        const std::uint64_t* asked = queries.at(q).data();
        const std::uint64_t* held = patterns_->at(p).data();
        for (std::size_t w = 0; w < words; ++w) {
            const std::uint64_t both = asked_fields[q * words + w] & held_fields[p * words + w];
            if (((asked[w] ^ held[w]) & both) != 0) return false;
        }
        return true;
    };
    const auto compare = [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t q = begin; q < end; ++q)
            for (const MissingClass& held : classes_) {
                if (totals[q] >= enough) break;
                for (const std::uint32_t p : held.patterns)
                    if (could_be(q, p)) totals[q] += counts_[p];
            }
    };
    const std::size_t most_parts = queries.size() * size() / (16 * worth_a_thread);
    in_parts(queries.size(),
             std::clamp<std::size_t>(most_parts, 1, static_cast<std::size_t>(std::max(threads, 1))),
             compare);
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
    in_parts(
        held.patterns.size(), parts, [&](std::size_t begin, std::size_t end, std::size_t part) {
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint32_t p = held.patterns[i];
                const std::uint32_t number = wanted.find(patterns_->at(p), mask);
                if (number != PatternIndex::absent) found[part][number] += counts_[p];
            }
        });
    for (const auto& [query, number] : query_numbers)
        for (const std::vector<std::size_t>& of_part : found)
            totals[query] += of_part[number];
}

}  // namespace mtm
