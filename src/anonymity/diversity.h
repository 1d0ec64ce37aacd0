#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "anonymity/packed_patterns.h"

namespace mtm {

/// Records that agree in all keys, a missing value being a value of its own: by record the number
/// of its class, from 0 in the order in which classes come. An error as of PackedPatterns::create.
[[nodiscard]] Result<std::vector<std::uint32_t>> equivalence_classes(const KeyTable& table);

/// How varied the sensitive answers of a class are: with little variety, who knows that somebody is
/// in the class knows their answer.
struct Diversity {
    std::size_t records = 0;    // with an answer
    std::size_t distinct = 0;   // distinct l-diversity
    double entropy = 0;         // exp of the entropy: entropy l-diversity
    std::size_t recursive = 0;  // the largest l of recursive (c, l)-diversity; 0: not even 1
    double distance = 0;        // t-closeness: from the answers of all
};

/// How far answers lie apart in t-closeness.
enum class AnswerDistance {
    equal,   // half the sum of differences of shares (total variation)
    ordered  // earth mover's distance over answers in order, each step 1 / (categories − 1)
};

/// By class. l-diversity after Machanavajjhala et al. 2007, t-closeness after Li, Li and
/// Venkatasubramanian 2007. `sensitive`: by record a code from 0, negative where there is no
/// answer; it counts in no class. A class without answers has distance 0.
[[nodiscard]] std::vector<Diversity> diversity(std::span<const std::uint32_t> classes,
                                               std::span<const std::int32_t> sensitive,
                                               AnswerDistance answers = AnswerDistance::equal,
                                               double c = 2);

}  // namespace mtm
