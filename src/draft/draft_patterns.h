#pragma once

#include <string_view>
#include <vector>

namespace mtm {

/// What a sentence of a draft tells. Each has several patterns, so that no report repeats itself.
enum class DraftShape {
    prevailing,      // one answer by two thirds or more
    majority,        // one by more than half
    leading,         // one clearly before the second
    close,           // the first two within a few points
    unknown,         // the first is none of substance: “Do not know”
    several,         // several answers possible: the first three
    number,          // a number: its mean and median
    second,          // what follows a first sentence: the answers after it
    asked,           // who was asked, where that is not everyone
    difference,      // one answer more frequent in one group than in another
    range,           // the same of two of many groups
    change,          // since the round before
    entries,         // one answer, of the entries of a repeat
    entries_number,  // a number of theirs
    entries_asked,   // for which of them something was asked
    means            // a mean larger in one group than in another
};

inline constexpr int draft_shapes = 16;

/// Sentences with names in braces: {q} the question in quotes; {a}, {b}, {c} answers in quotes;
/// {fa}, {fb}, {fc} their figures; {of} of whom; {g}, {h} groups in quotes with {fg}, {fh}; {by}
/// the question of the groups; {mean}, {median}; {people} how many were asked, with its noun, {n}
/// without, {share} which part of all; {mg}, {mh} the means of groups; {change} since the round
/// before, as a noun that says where to ("an increase of 5 percentage points"); {r} the repeat in
/// quotes. A figure whose name ends in `.p` follows a noun in the genitive ("респонденттердің 33
/// пайызы").
///
/// The patterns of a shape are the same in number in every language, and those in one place have
/// the same figures: so drafts of one study tell the same in all its languages. No pattern speaks
/// of causes, or of groups that it does not name.
struct DraftPatterns {
    std::string_view language;
    std::vector<std::string_view> prevailing;
    std::vector<std::string_view> majority;
    std::vector<std::string_view> leading;
    std::vector<std::string_view> close;
    std::vector<std::string_view> unknown;
    std::vector<std::string_view> several;
    std::vector<std::string_view> number;
    std::vector<std::string_view> second;
    std::vector<std::string_view> asked;
    std::vector<std::string_view> difference;
    std::vector<std::string_view> range;
    std::vector<std::string_view> change;
    std::vector<std::string_view> entries;
    std::vector<std::string_view> entries_number;
    std::vector<std::string_view> entries_asked;
    std::vector<std::string_view> means;
    std::string_view of_everyone;  // {of}: "of respondents"
    std::string_view of_asked;
    std::string_view of_entries;  // {r}
    std::string_view of_asked_entries;
    std::vector<std::string_view> person;  // the forms of plural()
    std::string_view women;                // {g} where the group is of women; empty: its label
    std::string_view men;
    std::string_view opening;       // heading of the first section
    std::string_view opening_text;  // {n}
    std::string_view no_inference;  // what may be said of a sample without a known chance
    std::string_view inference;     // differences are told where they are beyond chance
    std::string_view key_findings;  // heading
    std::string_view answers;       // heading of tables that stand in no section
    std::string_view people_fact;   // beside the number of interviews
    std::string_view answer_fact;   // {a} {q}
    std::string_view written_by;    // a note that the text is a draft
    std::string_view quote_open;
    std::string_view quote_close;

    [[nodiscard]] const std::vector<std::string_view>& of(DraftShape shape) const;
};

/// In that language (BCP 47; region and script are ignored), or null: no draft can be written in
/// others.
[[nodiscard]] const DraftPatterns* draft_patterns_in(std::string_view language);

[[nodiscard]] const DraftPatterns& english_draft();
[[nodiscard]] const DraftPatterns& russian_draft();
[[nodiscard]] const DraftPatterns& kazakh_draft();
[[nodiscard]] const DraftPatterns& uzbek_draft();

/// How often a draft may use one pattern.
inline constexpr int most_uses_of_a_pattern = 3;

}  // namespace mtm
