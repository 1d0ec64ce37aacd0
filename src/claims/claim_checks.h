#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "claims/claim_phrases.h"
#include "claims/claim_sentence.h"
#include "claims/report_facts.h"

namespace mtm {

/// A sentence that is judged, and where its warnings go.
struct ClaimContext {
    const ClaimSentence& sentence;
    const std::vector<ClaimPhrase>& phrases;
    const ClaimLexicon& lexicon;
    ReportFacts& facts;
    Diagnostics& out;
    const std::string& file;
    int line = 0;                    // of the block; tokens know better
    std::string title_of{};          // the question of the chart whose title this is; else empty
    bool numbers_of_others = false;  // a footnote or heading: its numbers are sources' or sections'

    /// Adds a warning at a token.
    void warn(std::string code, std::size_t token, std::string message, std::string remedy) const;

    /// The words of a phrase, in quotes.
    [[nodiscard]] std::string quoted(const ClaimPhrase& phrase) const;

    /// The number that the figure at a token prints; null if it prints none or several.
    [[nodiscard]] const FigureFact* fact(std::size_t token) const;

    /// Every number that the figure at a token prints.
    [[nodiscard]] const std::vector<FigureFact>& facts_at(std::size_t token) const;
};

/// "49%", "38.4": as a message has a number.
[[nodiscard]] std::string told(const FigureFact& fact);
[[nodiscard]] std::string told_percent(double value);

/// Words of shares beside percentages, or beside words of labels where no number stands.
void check_shares(const ClaimContext& context);

/// Changes ("rose", "fell", "unchanged"), comparisons of two numbers, multiples.
void check_changes(const ClaimContext& context);
void check_comparisons(const ClaimContext& context);

/// "The most common", "second largest".
void check_ranks(const ClaimContext& context);

/// A median called an average, and the other way round.
void check_averages(const ClaimContext& context);

/// A share of some that the text makes one of all, or of others.
void check_bases(const ClaimContext& context);

/// Numbers that are no figures.
void check_typed_numbers(const ClaimContext& context);

}  // namespace mtm
