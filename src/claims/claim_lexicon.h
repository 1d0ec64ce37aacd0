#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// What a phrase of the report claims of a number. The words and their bounds: docs/claims.md.
enum class ClaimKind {
    share,          // a percentage in [low, high]; `value` as below
    fraction,       // "half": a percentage near `value`
    nearly,         // before or after a fraction: a little under it
    about,          // near it
    over,           // above it
    just_over,      // above it, and near
    under,          // below it
    at_least,       // it or above
    at_most,        // it or below
    rise,           // a change above 0
    fall,           // below 0
    steady,         // that rounds to 0
    more,           // one number is above another
    fewer,          // or below
    than,           // stands between the two, or behind both
    times,          // one is between low and high times the other
    rank,           // `value`: 1 for the most frequent answer, -1 for the least
    follower,       // behind a rank: what it is said before, as "followed by"
    average,        // a mean
    middle,         // a median
    everyone,       // all who were interviewed
    limit,          // behind `everyone`: some of them only
    among,          // the same, and anywhere before a number too
    people,         // what a typed count counts
    thing,          // of which a fraction is none of people: "half of their income"
    percent,        // "per cent"
    points,         // "percentage points"
    group,          // a word for a choice that its label does not hold: `value` tells which apart
    denial,         // "not", beside a claim that is then none: `value` says how far it reaches
    ordinary,       // words that would be one of the others and are not
    harmless,       // a number behind or before it is none of the survey: "Round 4", "Article 12"
    spelled_number  // "thirty-nine": `value`
};

/// A phrase as tokens in lower case: `word`, `stem*`, `one|other`.
struct LexiconEntry {
    ClaimKind kind;
    std::string_view pattern;
    double low = 0;
    double high = 0;
    double value = 0;
};

/// `value` of a share whose words are too vague to stand for a number where none stands beside
/// them, and of one that is a share only where people follow ("few women", not "few days").
inline constexpr double beside_number = 1;
inline constexpr double before_people = 2;

/// `value` of a limit behind which a number is an age: "aged 18 or older", "under 18".
inline constexpr double before_age = 3;

/// `value` of a denial of all that follows up to a comma: "neither … nor …".
inline constexpr double throughout = 4;

/// The words of one language. A language is one file beside this one.
struct ClaimLexicon {
    std::string_view language;
    std::vector<LexiconEntry> entries;
    bool modifiers_follow = false;  // "жартысынан астамы": half, more than
    std::vector<std::string_view> limiting_endings;  // of a word before `everyone` that narrows it
    std::vector<std::string_view> all_words = {};    // "all respondents (…)", "everyone (…)"
    std::vector<std::string_view> none_words = {};   // "nobody (…)"
    std::vector<std::string_view> between = {};      // words after them: "none of the respondents"
    std::vector<std::string_view> joins = {};        // "and": between two that are told apart
};

[[nodiscard]] const ClaimLexicon& english_claims();
[[nodiscard]] const ClaimLexicon& russian_claims();
[[nodiscard]] const ClaimLexicon& kazakh_claims();
[[nodiscard]] const ClaimLexicon& uzbek_claims();

/// The words of that language (BCP 47; region and script are ignored), or null: claims in other
/// languages cannot be judged.
[[nodiscard]] const ClaimLexicon* claims_in(std::string_view language);

}  // namespace mtm
