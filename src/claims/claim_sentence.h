#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace mtm {

/// A piece of a sentence: a word, a number typed by hand, a figure, or a sign.
struct ClaimToken {
    enum class Kind { word, number, figure, sign } kind = Kind::word;
    std::string text;          // words in lower case with plain apostrophes; a number as typed
    std::string written;       // as it stands in the text
    double number = 0;         // of a number
    int figure = -1;           // of Document::figures
    int line = 0;              // in the narrative; 0 where it is not known
    bool after_space = false;  // white space stands before it
    bool quoted = false;       // inside “…” or «…», or a label: somebody else's words
};

/// The tokens of one sentence of the report.
using ClaimSentence = std::vector<ClaimToken>;

/// Cuts running text into sentences. A figure is one token, whatever it prints; code and footnotes
/// are none. `language` decides what lower case is.
[[nodiscard]] std::vector<ClaimSentence> claim_sentences(const std::vector<Inline>& inlines,
                                                         std::string_view language,
                                                         int line);

/// The tokens of a text without figures, such as a title or a label.
[[nodiscard]] ClaimSentence claim_tokens(std::string_view text, std::string_view language);

/// As it stands in the text, with `#` for figures; for messages.
[[nodiscard]] std::string written(const ClaimSentence& sentence,
                                  std::size_t begin,
                                  std::size_t end);

}  // namespace mtm
