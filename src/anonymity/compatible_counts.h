#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "anonymity/packed_patterns.h"

namespace mtm {

/// How many records could be a record whose keys are known, when a missing value may be any value.
/// Patterns are counted class by class, a class being those that miss the same keys: between two
/// classes "could be" is equality in the keys that neither misses, which a hash table answers.
/// Where there are many classes of few patterns, every pair is compared instead.
class CompatibleCounts {
public:
    /// `counts`: of how many records each pattern is. Only the keys of `within` are looked at.
    /// Both arguments are kept by reference and must not change meanwhile.
    CompatibleCounts(const PackedPatterns& patterns,
                     std::span<const std::uint32_t> counts,
                     KeySet within);

    /// Those of the patterns alone that are listed.
    CompatibleCounts(const PackedPatterns& patterns,
                     std::span<const std::uint32_t> counts,
                     KeySet within,
                     std::span<const std::uint32_t> only);

    /// Adds to each query's total the records that could be it. Stops counting for a query once its
    /// total is `enough`: a total below is exact, one from there on is at least that. The totals do
    /// not depend on `threads`. Returns how much work it was, in patterns looked up.
    std::size_t add_to(std::span<std::size_t> totals,
                       const PackedPatterns& queries,
                       std::size_t enough,
                       int threads) const;

    /// The work of that call, as it will return it.
    [[nodiscard]] std::size_t work_of(const PackedPatterns& queries) const;

private:
    struct MissingClass {
        KeySet missing = 0;
        std::vector<std::uint32_t> patterns;
    };

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t work_by_classes(std::size_t queries, std::size_t asking) const;
    [[nodiscard]] std::size_t work_by_pairs(std::size_t queries) const;
    void compare_pairs(const PackedPatterns& queries,
                       std::size_t enough,
                       int threads,
                       std::span<std::size_t> totals) const;
    void count_class(const MissingClass& held,
                     const MissingClass& asking,
                     const PackedPatterns& queries,
                     std::size_t enough,
                     int threads,
                     std::span<std::size_t> totals) const;
    static std::vector<MissingClass> classes_of(const PackedPatterns& patterns, KeySet within);

    const PackedPatterns* patterns_;
    std::span<const std::uint32_t> counts_;
    KeySet within_;
    std::vector<MissingClass> classes_;  // the one that misses least keys first
};

}  // namespace mtm
