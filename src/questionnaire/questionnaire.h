#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "expression/node.h"

namespace mtm {

/// What the `type` column of the survey sheet says.
enum class QuestionType {
    text,
    integer,
    decimal,
    range,
    select_one,
    select_multiple,
    rank,
    note,
    date,
    time,
    date_time,
    geopoint,
    geotrace,
    geoshape,
    image,
    audio,
    video,
    file,
    barcode,
    acknowledge,
    calculate,
    hidden,
    trigger,
    metadata,  // start, end, today, deviceid, username, …: `metadata` names which
    audit
};

[[nodiscard]] std::string_view name_of(QuestionType type);

/// How much a question tells about who answered it (extra column `disclosure`).
enum class Disclosure { none, quasi, sensitive, identifier };

/// Whether a choice is an answer or says that there is none (extra column `missing`).
enum class MissingChoice { answer, unknown, refused };

/// A text in each language of the questionnaire: the index is that of `Questionnaire::languages`.
/// Empty where it is not translated.
struct Translated {
    std::vector<std::string> by_language;

    /// In that language, or else in the first one that has the text; empty if none has.
    [[nodiscard]] const std::string& in(std::size_t language) const;

    [[nodiscard]] bool empty() const;

    bool operator==(const Translated&) const = default;
};

/// A language of the labels: "English (en)" has the name English and the code en.
struct Language {
    std::string header;       // as written after `label::`; "default" where there was no language
    std::string code;         // BCP 47, or empty if the header holds none
    bool is_default = false;  // columns without a language are in this one

    bool operator==(const Language&) const = default;
};

struct Choice {
    std::string name;
    Translated label;
    MissingChoice missing = MissingChoice::answer;
    std::map<std::string, std::string>
        extra;  // other columns of the choices sheet, for choice_filter
    int row = 0;

    bool operator==(const Choice&) const = default;
};

struct ChoiceList {
    std::string name;
    std::vector<Choice> choices;

    /// Index of the choice of that name, or -1.
    [[nodiscard]] int find(std::string_view choice) const;

    bool operator==(const ChoiceList&) const = default;
};

/// A group or repeat of the form. Questions are numbered in the order of the form; a group holds
/// those from `first` up to but not including `end`.
struct Group {
    std::string name;
    Translated label;
    std::optional<Expression> relevant;
    std::optional<Expression> repeat_count;
    bool repeat = false;
    std::string appearance;
    int parent = -1;  // index into Questionnaire::groups
    int first = 0;
    int end = 0;
    int row = 0;

    bool operator==(const Group&) const = default;
};

struct Question {
    std::string name;
    QuestionType type = QuestionType::text;
    std::string metadata;  // for type metadata: start, end, today, deviceid, …
    int list = -1;         // index into Questionnaire::lists, for select and rank
    Translated label;
    Translated hint;
    Translated guidance_hint;
    std::optional<Expression> relevant;  // its own; `groups` add theirs
    std::optional<Expression> constraint;
    Translated constraint_message;
    std::optional<Expression> required;  // true() for a plain "yes"
    Translated required_message;
    std::optional<Expression> read_only;
    std::optional<Expression> calculation;
    std::optional<Expression> choice_filter;
    std::string default_value;
    std::string appearance;
    std::string parameters;
    Disclosure disclosure = Disclosure::none;
    std::vector<std::string>
        missing_values;  // extra column `missing` of survey: numbers that are no answer
    std::vector<std::string> reviewed_by;  // by language; empty = nobody
    std::string hxl{};                     // extra column `hxl`: "#adm1+code"
    int group = -1;                        // innermost group or repeat, index into groups
    int row = 0;                           // on the survey sheet

    bool operator==(const Question&) const = default;
};

/// A compiled XLSForm: plain values. It holds no spreadsheet and no XML.
struct Questionnaire {
    std::string form_id;
    std::string version;
    std::string title;
    std::string root = "data";  // name of the primary instance's root element
    std::string instance_name;
    std::string style;
    int default_language = 0;
    std::vector<Language> languages;
    std::vector<Question> questions;
    std::vector<Group> groups;
    std::vector<ChoiceList> lists;
    std::vector<ChoiceList> files;  // rows of the tables beside the form, where they are at hand

    /// Index of the question of that name, or -1. The first, where a name stands twice. Linear.
    [[nodiscard]] int find(std::string_view question) const;

    /// Index of the group or repeat of that name, or -1.
    [[nodiscard]] int find_group(std::string_view group) const;

    /// The table beside the form that pulldata() and instance() call by this name, or null.
    [[nodiscard]] const ChoiceList* find_file(std::string_view name) const;

    /// The language with that code or header, or -1.
    [[nodiscard]] int find_language(std::string_view language) const;

    /// "/data/g_education/education".
    [[nodiscard]] std::string path(int question) const;

    /// The innermost repeat round a question (index into groups), or -1.
    [[nodiscard]] int repeat_of(int question) const;

    /// All names of questions, for "did you mean".
    [[nodiscard]] std::vector<std::string> names() const;

    /// The list of a select question. REQUIRES: it is one.
    [[nodiscard]] const ChoiceList& choices_of(int question) const;

    /// Everything that must hold for a question to be asked: the relevance of its groups, outermost
    /// first, then its own. Empty if it is always asked.
    [[nodiscard]] std::vector<const Expression*> relevance_of(int question) const;

    bool operator==(const Questionnaire&) const = default;
};

/// An expression of the survey sheet and the cell it stands in.
struct LogicCell {
    const Expression* expression;
    int question;  // that `.` means; -1: of a group
    int row;
    const char* column;  // "relevant", "constraint", …
};

/// All of them: the groups' first, then the questions', each in the order of the form.
[[nodiscard]] std::vector<LogicCell> logic_cells(const Questionnaire& form);

/// Whether an answer to this question is one of its `missing_values`: as text, or as the number
/// that it spells ("98.0" is 98).
[[nodiscard]] bool is_missing_value(const Question& question, std::string_view answer);

/// Whether a text is a hashtag with attributes, as "#adm1 +code": a letter, then letters, digits
/// and _ (HXL 1.1, tagging conventions).
[[nodiscard]] bool is_hxl_tag(std::string_view text);

/// True for questions that a respondent answers (not notes, calculations, metadata, audit).
[[nodiscard]] bool is_answered_by_people(QuestionType type);

[[nodiscard]] bool is_select(QuestionType type);

/// True for integer, decimal and range.
[[nodiscard]] bool is_numeric(QuestionType type);

}  // namespace mtm
