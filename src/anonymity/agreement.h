#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "anonymity/local_suppression.h"
#include "anonymity/packed_patterns.h"

namespace mtm {

/// All sets of `size` of so many keys; 0, or as many as there are: all keys as one set. An error
/// where they are too many to go through.
[[nodiscard]] Result<std::vector<KeySet>> combinations_of_keys(std::size_t keys, std::size_t size);

/// With how many records each pattern agrees in the keys of `within`, those of itself included;
/// `counts`: of how many records each is. Exact below `enough`, from there on at least that.
[[nodiscard]] std::vector<std::size_t> agreeing_records(const PackedPatterns& patterns,
                                                        std::span<const std::uint32_t> counts,
                                                        KeySet within,
                                                        BlankMeaning blank,
                                                        std::size_t enough,
                                                        int threads);

/// Positions of the patterns that agree with fewer than k records in one of the combinations.
[[nodiscard]] std::vector<std::size_t> patterns_below(const PackedPatterns& patterns,
                                                      std::span<const std::uint32_t> counts,
                                                      std::size_t k,
                                                      BlankMeaning blank,
                                                      const std::vector<KeySet>& combinations,
                                                      int threads);

}  // namespace mtm
