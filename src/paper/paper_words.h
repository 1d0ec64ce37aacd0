#pragma once

#include <string_view>

namespace mtm {

/// Every text of ours on paper, in one language. Named fields are filled in by fmt.
struct PaperWords {
    std::string_view language;
    std::string_view open_quote;
    std::string_view close_quote;

    // logic
    std::string_view question;      // {n}: as the subject of what follows
    std::string_view answer_to;     // {n}: as a quantity
    std::string_view this_answer;   // . in a constraint
    std::string_view is;            // {q} {v}
    std::string_view is_not;        // {q} {v}
    std::string_view is_only;       // {q} {v}: of several answers, this one alone
    std::string_view includes;      // {q} {v}
    std::string_view includes_not;  // {q} {v}
    std::string_view answered;      // {q}
    std::string_view not_answered;  // {q}
    std::string_view equals;        // {a} {b}, as the next
    std::string_view differs;
    std::string_view more;
    std::string_view less;
    std::string_view at_least;
    std::string_view at_most;
    std::string_view between;            // {a} {low} {high}, both included
    std::string_view both;               // " and "
    std::string_view either;             // " or "
    std::string_view negated;            // {a}
    std::string_view number_of_answers;  // {q}
    std::string_view length;             // {a}
    std::string_view has_form;           // {a} {form}
    std::string_view today;
    std::string_view never;

    // page
    std::string_view ask_if;          // {condition}
    std::string_view part_if;         // {condition}: a group
    std::string_view repeated;        // a repeat
    std::string_view repeated_times;  // {count}
    std::string_view allowed;         // {condition}
    std::string_view choices_if;      // {condition}: choice_filter
    std::string_view one_answer;
    std::string_view several_answers;
    std::string_view ranked;
    std::string_view number;
    std::string_view date;
    std::string_view time;
    std::string_view place;
    std::string_view recording;  // picture, sound, film or file
    std::string_view tick;
    std::string_view see_list;       // {list}
    std::string_view lists;          // heading of the lists at the end
    std::string_view calculated;     // {name} {formula}
    std::string_view required_mark;  // explains *
    std::string_view version;        // {version}
    std::string_view inserted;       // {n}: in a label, the answer to another question
};

/// In that language (BCP 47), or in English.
[[nodiscard]] const PaperWords& paper_words(std::string_view language);

}  // namespace mtm
