#pragma once

#include <string>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// What is left blank for an answer.
enum class PaperAnswer {
    none,
    one,
    several,
    ranked,
    number,
    text,
    date,
    time,
    place,
    recording,
    tick
};

/// A part of the form (its heading), a question, or a note that is read out.
struct PaperItem {
    enum class Kind { part, question, note };

    Kind kind = Kind::question;
    int depth = 0;   // of the parts round it
    int number = 0;  // of a question, from 1
    std::string name;
    std::string text;
    std::string hint;       // for the enumerator: hint and guidance_hint
    std::string condition;  // a whole sentence: "Ask only if …"; empty: always
    std::string rule;       // "Allowed only if …", or the constraint's own message
    bool required = false;
    PaperAnswer answer = PaperAnswer::none;
    std::string instruction;           // "One answer"
    std::vector<std::string> choices;  // their labels; empty where they stand at the end

    bool operator==(const PaperItem&) const = default;
};

/// A long list of choices, told once.
struct PaperList {
    std::string name;
    std::vector<std::string> choices;

    bool operator==(const PaperList&) const = default;
};

/// A questionnaire as a person reads and fills it on paper, in one language.
struct Paper {
    std::string title;
    std::string version;        // "Version 3"
    std::string language;       // BCP 47; may be empty
    std::string required_mark;  // explains *; empty where nothing is required
    std::string lists_title;
    std::vector<PaperItem> items;
    std::vector<PaperList> lists;
    std::vector<std::string> calculations;  // those that conditions name: "x is calculated: …"
};

/// Lays a questionnaire out for paper, with its skip logic in words. What no person answers
/// (calculations, metadata) is left out. `language` is an index of its languages.
[[nodiscard]] Paper paper_of(const Questionnaire& form, std::size_t language);

/// One HTML file with its style inside, for A4.
[[nodiscard]] std::string paper_html(const Paper& paper);

/// The source of a Typst document: see press/typst.h.
[[nodiscard]] std::string paper_typst(const Paper& paper);

}  // namespace mtm
