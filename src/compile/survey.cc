#include "compile/survey.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "compile/question_type.h"
#include "expression/parse.h"

namespace mtm {
namespace {

// What “or_other” adds, in the languages that have words here; the first stands for all others.
struct OtherWords {
    std::string_view language;
    const char* choice;
    const char* question;
};

constexpr std::array<OtherWords, 6> other_words{{
    {"en", "Other", "Specify other."},
    {"ru", "Другое", "Уточните, что именно."},
    {"kk", "Басқа", "Нақтылаңыз."},
    {"uz", "Boshqa", "Aniqlashtiring."},
    {"fr", "Autre", "Précisez."},
    {"es", "Otro", "Especifique."},
}};

// Reads the rows of a survey sheet one after another.
class SurveyReader {
public:
    SurveyReader(const FormSheet& sheet, Questionnaire& questionnaire, Diagnostics& diagnostics)
        : sheet_(sheet), form_(questionnaire), diagnostics_(diagnostics) {}

    void read() {
        for (const int row : sheet_.rows())
            read_row(row);
        for (const int group : open_) {
            const Group& left = form_.groups[static_cast<std::size_t>(group)];
            report("unclosed-group",
                   left.row - 1,
                   "type",
                   "The " + kind_of(left) + " “" + left.name + "” is never closed.",
                   "Add a row “end_" + kind_of(left) + "” where it ends.");
        }
        close_all();
    }

private:
    static std::string kind_of(const Group& group) { return group.repeat ? "repeat" : "group"; }

    void report(std::string code,
                int row,
                std::string_view column,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        diagnostics_.push_back({.code = std::move(code),
                                .severity = severity,
                                .place = sheet_.place(row, column),
                                .message = std::move(message),
                                .remedy = std::move(remedy)});
    }

    void read_row(int row) {
        const std::string type = sheet_.get(row, "type");
        if (type.empty()) {
            if (!sheet_.get(row, "name").empty()) {
                report("row-without-type",
                       row,
                       "type",
                       "This row has a name but no type.",
                       "Give it a type, for example text, integer or select_one LIST.");
            }
            return;
        }
        if (lower_ascii(sheet_.get(row, "disabled")) == "yes") return;
        const auto cell = read_type(type);
        if (!cell) {
            report("unknown-type",
                   row,
                   "type",
                   "“" + type + "” is not a type of question.",
                   did_you_mean(words(type).front(),
                                type_names(),
                                "Types are text, integer, select_one LIST, note, … ."));
            return;
        }
        switch (cell->kind) {
            case TypeCell::Kind::begin_group:
                begin(row, false);
                break;
            case TypeCell::Kind::begin_repeat:
                begin(row, true);
                break;
            case TypeCell::Kind::end_group:
                end(row, false);
                break;
            case TypeCell::Kind::end_repeat:
                end(row, true);
                break;
            case TypeCell::Kind::question:
                question(row, *cell);
                break;
        }
    }

    [[nodiscard]] int count() const { return static_cast<int>(form_.questions.size()); }

    // The name of a row: mandatory, usable as an XML element, and free within its group.
    std::string name_of_row(int row) {
        std::string name = sheet_.get(row, "name");
        if (name.empty()) {
            report("missing-name",
                   row,
                   "name",
                   "This row has no name.",
                   "Give it a short name of letters, digits and _ that begins with a letter.");
            return "row_" + std::to_string(row + 1);
        }
        const auto is_letter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                   static_cast<unsigned char>(c) >= 0x80;
        };
        const auto is_name = [&](char c) {
            return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
        };
        if (!is_letter(name.front()) || !std::ranges::all_of(name, is_name)) {
            report("bad-name",
                   row,
                   "name",
                   "“" + name + "” cannot be a name: it becomes an XML element.",
                   "Use letters, digits, - . and _ only, and begin with a letter or _.");
        }
        const int parent = open_.empty() ? -1 : open_.back();
        const auto [at, is_new] = names_.try_emplace(std::to_string(parent) + "/" + name, row);
        if (!is_new) {
            report(
                "duplicate-name",
                row,
                "name",
                "The name “" + name + "” is taken by row " + std::to_string(at->second + 1) + ".",
                "Names must be unique within their group: rename one of them.");
        }
        return name;
    }

    void begin(int row, bool repeat) {
        Group group;
        group.name = name_of_row(row);
        group.repeat = repeat;
        group.label = sheet_.translated(row, "label", form_.languages);
        group.relevant = expression(row, "relevant");
        group.repeat_count = expression(row, "repeat_count");
        group.appearance = sheet_.get(row, "appearance");
        group.parent = open_.empty() ? -1 : open_.back();
        group.first = count();
        group.row = row + 1;
        open_.push_back(static_cast<int>(form_.groups.size()));
        form_.groups.push_back(std::move(group));
    }

    void end(int row, bool repeat) {
        const std::string kind = repeat ? "repeat" : "group";
        if (open_.empty()) {
            report("unmatched-end",
                   row,
                   "type",
                   "This row ends a " + kind + " that never began.",
                   "Delete it, or add the row “begin_" + kind + "” above.");
            return;
        }
        Group& group = form_.groups[static_cast<std::size_t>(open_.back())];
        if (group.repeat != repeat) {
            report("unmatched-end",
                   row,
                   "type",
                   "This row ends a " + kind + ", but the innermost open one is the " +
                       kind_of(group) + " “" + group.name + "” of row " +
                       std::to_string(group.row) + ".",
                   "Write “end_" + kind_of(group) + "” here.");
        }
        group.end = count();
        open_.pop_back();
    }

    void close_all() {
        for (const int group : open_)
            form_.groups[static_cast<std::size_t>(group)].end = count();
        open_.clear();
    }

    void question(int row, const TypeCell& cell) {
        Question q;
        q.name = name_of_row(row);
        q.type = cell.type;
        q.metadata = cell.metadata;
        q.row = row + 1;
        q.group = open_.empty() ? -1 : open_.back();
        q.list = list_of(row, cell);
        if (cell.or_other && q.list >= 0) q.list = list_with_other(q.list);
        read_texts(row, q);
        q.relevant = expression(row, "relevant");
        q.constraint = expression(row, "constraint");
        q.required = truth(row, "required");
        q.read_only = truth(row, "read_only");
        q.calculation = expression(row, "calculation");
        q.choice_filter = expression(row, "choice_filter");
        q.default_value = sheet_.get(row, "default");
        q.appearance = sheet_.get(row, "appearance");
        q.parameters = sheet_.get(row, "parameters");
        q.disclosure = disclosure(row);
        const std::string missing = sheet_.get(row, "missing");
        for (const std::string_view value : words(missing)) {
            q.missing_values.emplace_back(value);
        }
        if (q.label.empty() && q.hint.empty() && is_answered_by_people(q.type) && !q.calculation) {
            report("missing-label",
                   row,
                   "label",
                   "The question “" + q.name + "” has no label.",
                   "Give it a label, or a hint.",
                   Severity::warning);
        }
        form_.questions.push_back(std::move(q));
        if (cell.or_other) ask_for_other(form_.questions.back(), row);
    }

    // “or_other” adds a choice to the list, for this question only, …
    int list_with_other(int list) {
        ChoiceList own = form_.lists[static_cast<std::size_t>(list)];
        if (own.find("other") >= 0) return list;
        own.name += "_or_other";
        const auto same = std::ranges::find(form_.lists, own.name, &ChoiceList::name);
        if (same != form_.lists.end()) return static_cast<int>(same - form_.lists.begin());
        own.choices.push_back({.name = "other",
                               .label = in_each_language(&OtherWords::choice),
                               .missing = MissingChoice::answer,
                               .extra = {},
                               .row = 0});
        form_.lists.push_back(std::move(own));
        return static_cast<int>(form_.lists.size()) - 1;
    }

    // … and a question behind it that asks what the other answer is.
    void ask_for_other(const Question& select, int row) {
        Question text;
        text.name = select.name + "_other";
        text.type = QuestionType::text;
        text.label = in_each_language(&OtherWords::question);
        text.relevant = parse("selected(${" + select.name + "}, 'other')").expression;
        text.disclosure = Disclosure::identifier;
        text.reviewed_by.resize(form_.languages.size());
        text.group = select.group;
        text.row = row + 1;
        names_.try_emplace(std::to_string(text.group) + "/" + text.name, row);
        form_.questions.push_back(std::move(text));
    }

    [[nodiscard]] Translated in_each_language(const char* OtherWords::*words) const {
        Translated out;
        for (const Language& language : form_.languages) {
            const auto at = std::ranges::find(other_words, language.code, &OtherWords::language);
            out.by_language.emplace_back((at == other_words.end() ? other_words[0] : *at).*words);
        }
        return out;
    }

    void read_texts(int row, Question& q) {
        q.label = sheet_.translated(row, "label", form_.languages);
        q.hint = sheet_.translated(row, "hint", form_.languages);
        q.guidance_hint = sheet_.translated(row, "guidance_hint", form_.languages);
        q.constraint_message = sheet_.translated(row, "constraint_message", form_.languages);
        q.required_message = sheet_.translated(row, "required_message", form_.languages);
        q.reviewed_by = sheet_.translated(row, "reviewed_by", form_.languages).by_language;
    }

    int list_of(int row, const TypeCell& cell) {
        if (!is_select(cell.type) || cell.external || cell.list.starts_with("${")) return -1;
        const auto at = std::ranges::find_if(
            form_.lists, [&](const ChoiceList& list) { return list.name == cell.list; });
        if (at != form_.lists.end()) return static_cast<int>(at - form_.lists.begin());
        std::vector<std::string> names;
        for (const ChoiceList& list : form_.lists)
            names.push_back(list.name);
        report("unknown-list",
               row,
               "type",
               "The list “" + cell.list + "” is not on the choices sheet.",
               did_you_mean(cell.list, names, "Add its choices there."));
        return -1;
    }

    Disclosure disclosure(int row) {
        const std::string text = lower_ascii(sheet_.get(row, "disclosure"));
        if (text.empty() || text == "none") return Disclosure::none;
        if (text == "quasi") return Disclosure::quasi;
        if (text == "sensitive") return Disclosure::sensitive;
        if (text == "identifier") return Disclosure::identifier;
        report("unknown-disclosure",
               row,
               "disclosure",
               "“" + text + "” is not a kind of disclosure.",
               did_you_mean(text,
                            {"identifier", "quasi", "sensitive", "none"},
                            "Write identifier, quasi, sensitive or none."));
        return Disclosure::identifier;  // the careful reading
    }

    // A yes/no column may also hold an expression.
    std::optional<Expression> truth(int row, std::string_view column) {
        const std::string text = lower_ascii(sheet_.get(row, column));
        if (text == "yes" || text == "true" || text == "true()" || text == "1") {
            return parse("true()").expression;
        }
        if (text == "no" || text == "false" || text == "false()" || text == "0") {
            return std::nullopt;
        }
        return expression(row, column);
    }

    std::optional<Expression> expression(int row, std::string_view column) {
        std::string text = sheet_.get(row, column);
        if (text.empty()) return std::nullopt;
        if (std::string plain = straight_quotes(text); plain != text) {
            report("typographic-quotes",
                   row,
                   column,
                   "“" + text + "” has typographic quotes, which a word processor made.",
                   "They are read as plain ones: write " + plain,
                   Severity::warning);
            text = std::move(plain);
        }
        Parsed parsed = parse(text);
        for (const SyntaxError& error : parsed.errors) {
            report("bad-expression",
                   row,
                   column,
                   error.message + " (at character " +
                       std::to_string(length_utf8(std::string_view(text).substr(
                                          0, std::min(error.begin, text.size()))) +
                                      1) +
                       " of “" + text + "”)",
                   error.remedy);
        }
        return std::move(parsed.expression);
    }

    const FormSheet& sheet_;
    Questionnaire& form_;
    Diagnostics& diagnostics_;
    std::vector<int> open_;
    std::unordered_map<std::string, int> names_;
};

}  // namespace

void compile_survey(const FormSheet& sheet,
                    Questionnaire& questionnaire,
                    Diagnostics& diagnostics) {
    SurveyReader(sheet, questionnaire, diagnostics).read();
}

}  // namespace mtm
