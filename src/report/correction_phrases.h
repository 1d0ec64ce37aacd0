#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace mtm {

/// The texts of the annex on corrections, in one language. Named fields are filled in by fmt.
struct CorrectionPhrases {
    std::string_view title;
    std::string_view intro;
    std::string_view kind;    // head of a column
    std::string_view number;  // head of a column
    std::string_view changed;
    std::string_view blanked;
    std::string_view option_added;
    std::string_view confirmed;
    std::string_view interviews;
    std::string_view removed;
    std::string_view unverified;
    std::string_view open_conflicts;
    std::string_view settled_conflicts;
    std::string_view not_applied;
    std::string_view reasons;        // sentence before the table of reasons
    std::string_view reason;         // head of a column
    std::string_view other_reasons;  // a row: of single corrections, or none
    std::string_view effects;        // heading
    std::string_view all_same;       // {total}
    std::string_view some_differ;    // {total} {same} {differ}
    std::string_view hidden;         // {hidden} {threshold}
    std::string_view same_in_print;  // of the public edition
    std::string_view sentence;       // head of a column
    std::string_view before;         // head of a column
    std::string_view after;          // head of a column
    std::string_view people;         // head of a column
    std::string_view method;
};

/// In that language, or in English.
[[nodiscard]] const CorrectionPhrases& correction_phrases_in(std::string_view language);

/// Each of them with its key in the files of languages/.
using CorrectionPhraseField = std::pair<std::string_view, std::string_view CorrectionPhrases::*>;
[[nodiscard]] std::span<const CorrectionPhraseField> correction_phrase_fields();

}  // namespace mtm
