#pragma once

#include <cstddef>
#include <vector>

#include "claims/claim_lexicon.h"
#include "claims/claim_sentence.h"

namespace mtm {

/// A phrase found in a sentence: its tokens from `begin` up to but not including `end`. Fractions
/// with their modifiers ("nearly half") are shares.
struct ClaimPhrase {
    ClaimKind kind = ClaimKind::ordinary;
    std::size_t begin = 0;
    std::size_t end = 0;
    double low = 0;
    double high = 0;
    double value = 0;
};

/// Every phrase of the lexicon in a sentence, in order; where several begin at one token the
/// longest is meant, and none overlap. What is denied ("has not increased") claims nothing: it is
/// not among them.
[[nodiscard]] std::vector<ClaimPhrase> find_claims(const ClaimSentence& sentence,
                                                   const ClaimLexicon& lexicon);

/// Whether a number lies within the bounds of a share, as it is or as it is printed: a reader sees
/// 45 where the data say 44.6.
[[nodiscard]] bool within(const ClaimPhrase& share, double value);

}  // namespace mtm
