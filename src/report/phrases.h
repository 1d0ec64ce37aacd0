#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace mtm {

/// Every text of ours in the report, in one language. “{}” and named fields are filled in by fmt.
struct Phrases {
    std::string_view invented;  // on everything made from rehearsed interviews
    std::string_view internal;  // on everything of the internal edition
    std::string_view skip;      // link past the contents
    std::string_view contents;
    std::string_view counts_line;     // {received} {counted}
    std::string_view counts_all;      // {received}
    std::string_view left_out;        // {number} {reason}
    std::string_view base_note;       // {wording} {n} {share}
    std::string_view base_note_bare;  // {wording}, where the numbers are withheld
    std::string_view asked_one;       // {question}
    std::string_view asked_some;
    std::string_view basis_percent;   // {n} {base} {exact}
    std::string_view basis_count;     // {base}
    std::string_view basis_number;    // {n} {exact}
    std::string_view basis_withheld;  // {threshold}
    std::string_view everyone_asked;  // {n}
    std::string_view exhibit_base;    // {n} {counted}
    std::string_view exhibit_base_withheld;
    std::string_view exhibit_base_coarse;
    std::string_view exhibit_base_entries;     // {n} {repeat} {counted}: rows of a repeat
    std::string_view basis_percent_entries;    // {n} {base} {exact} {repeat}
    std::string_view basis_count_entries;      // {base} {repeat}
    std::string_view basis_number_entries;     // {n} {base} {exact} {repeat}
    std::string_view percent_of_entries_axis;  // {repeat}
    std::string_view percent_axis;
    std::string_view percent_of_asked_axis;
    std::string_view count_axis;
    std::string_view all_people;
    std::string_view no_answer;
    std::string_view withheld;
    std::string_view answer;  // head of a table's first column
    std::string_view area;
    std::string_view table_behind;  // summary of the details
    std::string_view download;      // before links to a chart's files
    std::string_view download_picture;
    std::string_view download_specification;
    std::string_view download_data;
    std::string_view several_answers_short;  // where percentages are not, or a note says the rest
    std::string_view small_base;             // explains the mark *: {fewest}
    std::string_view small_base_number;      // the same where there are no percentages
    std::string_view explains_caution;       // the mark †
    std::string_view explains_unreliable;    // the mark ‡
    std::string_view explains_letters;       // {fewest}
    std::string_view explains_small_letters;
    std::string_view explains_intervals;        // {level}: in a table
    std::string_view explains_drawn_intervals;  // {level}: in a chart
    std::string_view interval;                  // {low} {high}
    std::string_view with_interval;             // {basis} {interval} {level}: under a figure
    std::string_view with_weights;              // {basis}
    std::string_view with_small_base;           // {basis} {fewest}
    std::string_view with_caution;              // {basis}
    std::string_view with_unreliable;           // {basis}
    std::string_view nobody;                    // in place of a number of nobody
    std::string_view explains_withheld;         // {threshold}
    std::string_view explains_coarse;
    std::string_view explains_coarse_number;  // the same where there are no percentages
    std::string_view covered;
    std::string_view cities_covered;
    std::string_view not_covered;
    std::string_view map_title;
    std::string_view reading;       // heading: how to read percentages
    std::string_view reading_text;  // {weighting}
    std::string_view reading_unweighted;
    std::string_view reading_weighted;
    std::string_view reading_intervals;  // {level} {missed}: where the sample gives them
    std::string_view reading_screen;     // goes on: how to point at a figure
    std::string_view reading_paper;      // goes on: where the numbers behind charts are
    std::string_view reading_public;     // {threshold}
    std::string_view annex;              // names the workbook of tables: {file}
    std::string_view colophon;           // heading
    std::string_view colophon_text;
    std::string_view made_by;  // terms of the colophon
    std::string_view made_from_data;
    std::string_view made_from_plan;
    std::string_view method_facts;  // heading
    std::string_view fieldwork;
    std::string_view interviews;
    std::string_view weights;     // term
    std::string_view variance;    // term: margins of error
    std::string_view as_of;       // term
    std::string_view as_of_line;  // {when}
    std::string_view design;
    std::string_view citation;
    std::string_view disclaimer;
    std::string_view funders;
    std::string_view contact;
    std::string_view notes;         // accessible name of a section's notes
    std::string_view back;          // accessible name of a back-link: {number}
    std::string_view note;          // accessible name of a reference: {number}
    std::string_view who_answered;  // {choices} {question}: words for a base from skip logic
    std::string_view to_question;   // {question}
    std::string_view and_word;
    std::string_view or_word;
    std::string_view not_word;
    std::string_view where_expression;  // {expression}
    std::string_view table_withheld;    // {title} {threshold}: in place of a table
};

/// In that language, or in English.
[[nodiscard]] const Phrases& phrases_in(std::string_view language);

/// Each of them with its key in the files of languages/.
using PhraseField = std::pair<std::string_view, std::string_view Phrases::*>;
[[nodiscard]] std::span<const PhraseField> phrase_fields();

}  // namespace mtm
