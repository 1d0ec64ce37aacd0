#include "compile/questionnaire_builder.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/excerpt.h"
#include "base/text.h"
#include "compile/form_text.h"
#include "compile/language.h"
#include "expression/functions.h"
#include "expression/parse.h"

namespace mtm {
namespace {

struct KnownType {
    std::string_view canonical;
    QuestionType type;
};

// Types that are not metadata.
constexpr std::array<KnownType, 27> known_types{{
    {"text", QuestionType::text},
    {"integer", QuestionType::integer},
    {"decimal", QuestionType::decimal},
    {"range", QuestionType::range},
    {"select_one", QuestionType::select_one},
    {"select_one_external", QuestionType::select_one},
    {"select_multiple", QuestionType::select_multiple},
    {"rank", QuestionType::rank},
    {"note", QuestionType::note},
    {"date", QuestionType::date},
    {"time", QuestionType::time},
    {"dateTime", QuestionType::date_time},
    {"geopoint", QuestionType::geopoint},
    {"geotrace", QuestionType::geotrace},
    {"geoshape", QuestionType::geoshape},
    {"image", QuestionType::image},
    {"audio", QuestionType::audio},
    {"background-audio", QuestionType::audio},
    {"video", QuestionType::video},
    {"file", QuestionType::file},
    {"osm", QuestionType::file},
    {"barcode", QuestionType::barcode},
    {"acknowledge", QuestionType::acknowledge},
    {"trigger", QuestionType::trigger},
    {"calculate", QuestionType::calculate},
    {"hidden", QuestionType::hidden},
    {"audit", QuestionType::audit},
}};

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

std::string lower_extra(const Attributes& extra, std::string_view name) {
    return lower_ascii(find_attribute(extra, name));
}

class Builder {
public:
    Builder(const FormDefinition& form, const FormSource& source, Diagnostics& diagnostics)
        : from_(form), source_(source), diagnostics_(diagnostics) {}

    Questionnaire run() {
        out_.form_id = from_.form_id;
        out_.version = from_.version;
        out_.title = from_.title;
        out_.root = from_.root;
        out_.instance_name = from_.instance_name;
        out_.style = from_.style;
        read_languages();
        for (const FormChoiceList& list : from_.lists)
            read_list(list);
        out_.questions.reserve(count(from_.elements));
        read(from_.elements, -1);
        if (out_.questions.empty()) {
            report("empty-survey",
                   Severity::error,
                   0,
                   "type",
                   "The survey sheet holds no question.",
                   "Add rows with a type and a name.");
        }
        return std::move(out_);
    }

private:
    void report(std::string code,
                Severity severity,
                int row,
                std::string_view column,
                std::string message,
                std::string remedy) {
        diagnostics_.push_back({.code = std::move(code),
                                .severity = severity,
                                .place = source_.survey_place(row, column),
                                .message = std::move(message),
                                .remedy = std::move(remedy)});
    }

    void read_languages() {
        const bool plain =
            std::ranges::find(from_.languages, from_.default_language) != from_.languages.end();
        for (const std::string& header : from_.languages) {
            Language language = language_from_header(header);
            language.is_default = plain && header == from_.default_language;
            if (language.is_default)
                out_.default_language = static_cast<int>(out_.languages.size());
            out_.languages.push_back(std::move(language));
        }
    }

    [[nodiscard]] Translated translated(const FormText& text) const {
        Translated out;
        out.by_language.resize(out_.languages.size());
        const auto put = [&](const std::string& language, const std::string& value) {
            const auto at = std::ranges::find(out_.languages, language, &Language::header);
            if (at != out_.languages.end())
                out.by_language[static_cast<std::size_t>(at - out_.languages.begin())] = value;
        };
        if (!text.plain.empty()) put(from_.default_language, text.plain);
        for (const auto& [language, value] : text.translations)
            put(language, value);
        return out;
    }

    [[nodiscard]] Translated in_each_language(const char* OtherWords::*words) const {
        Translated out;
        for (const Language& language : out_.languages) {
            const auto at = std::ranges::find(other_words, language.code, &OtherWords::language);
            out.by_language.emplace_back((at == other_words.end() ? other_words[0] : *at).*words);
        }
        return out;
    }

    void read_list(const FormChoiceList& list) {
        ChoiceList& out = out_.lists.emplace_back();
        out.name = list.name;
        list_index_.try_emplace(list.name, static_cast<int>(out_.lists.size()) - 1);
        for (const FormChoice& choice : list.choices) {
            Choice& c = out.choices.emplace_back();
            c.name = choice.name;
            c.row = choice.row;
            const bool added = choice.row == 0 && choice.name == "other";
            c.label = added ? in_each_language(&OtherWords::choice) : translated(choice.label);
            c.missing = missing_of(choice);
            for (const auto& [name, value] : choice.extra) {
                if (name != "missing") c.extra[name] = value;
            }
        }
    }

    MissingChoice missing_of(const FormChoice& choice) {
        const std::string text = lower_extra(choice.extra, "missing");
        if (text.empty()) return MissingChoice::answer;
        if (text == "unknown") return MissingChoice::unknown;
        if (text == "refused") return MissingChoice::refused;
        diagnostics_.push_back({.code = "unknown-missing-mark",
                                .severity = Severity::error,
                                .place = source_.choices_place(choice.row, "missing"),
                                .message = "“" + text + "” does not say why a choice is no answer.",
                                .remedy = "Write unknown or refused, or leave the cell empty."});
        return MissingChoice::answer;
    }

    static std::size_t count(const std::vector<FormElement>& elements) {
        std::size_t out = 0;
        for (const FormElement& element : elements)
            out += element.kind == FormElement::Kind::question ? 1 : count(element.children);
        return out;
    }

    void read(const std::vector<FormElement>& elements, int group) {
        for (const FormElement& element : elements) {
            switch (element.kind) {
                case FormElement::Kind::group:
                    // Without a node of its own it is only a page: answers do not stand in it.
                    if (element.flat) {
                        read(element.children, group);
                        break;
                    }
                    [[fallthrough]];
                case FormElement::Kind::repeat:
                    if (!element.bodyless) read_group(element, group);
                    break;
                case FormElement::Kind::question:
                    if (!element.bodyless) read_question(element, group);
                    break;
                case FormElement::Kind::external_instance:
                case FormElement::Kind::attribute:
                    break;
            }
        }
    }

    void read_group(const FormElement& element, int parent) {
        const std::size_t index = out_.groups.size();
        Group& group = out_.groups.emplace_back();
        group.name = element.name;
        group.label = translated(element.label);
        group.relevant = logic(element, "relevant");
        group.repeat = element.kind == FormElement::Kind::repeat;
        group.repeat_count =
            parsed(find_attribute(element.body, "jr:count"), element.row, "control::jr:count");
        group.appearance = std::string(find_attribute(element.body, "appearance"));
        group.parent = parent;
        group.first = static_cast<int>(out_.questions.size());
        group.row = element.row;
        read(element.children, static_cast<int>(index));
        out_.groups[index].end = static_cast<int>(out_.questions.size());
    }

    void read_question(const FormElement& element, int group) {
        Question q;
        q.name = element.name;
        q.row = element.row;
        q.group = group;
        const auto known = std::ranges::find(known_types, element.type, &KnownType::canonical);
        q.type = known == known_types.end() ? QuestionType::metadata : known->type;
        if (known == known_types.end()) q.metadata = element.type;
        if (q.type == QuestionType::select_one || q.type == QuestionType::select_multiple ||
            q.type == QuestionType::rank) {
            const auto at = list_index_.find(element.itemset);
            if (at != list_index_.end() && element.type != "select_one_external")
                q.list = at->second;
        }
        read_texts(element, q);
        q.relevant = logic(element, "relevant");
        q.constraint = logic(element, "constraint");
        q.required = truth(element, "required");
        q.read_only = truth(element, "readonly");
        q.calculation = logic(element, "calculate");
        q.choice_filter = parsed(element.choice_filter, element.row, "choice_filter");
        q.default_value = element.default_value;
        q.appearance = std::string(find_attribute(element.body, "appearance"));
        q.parameters = element.parameters;
        q.disclosure = disclosure(element);
        q.hxl = hxl_tag(element);
        for (const std::string_view value : words(find_attribute(element.extra, "missing")))
            q.missing_values.emplace_back(value);
        if (!find_attribute(element.extra, "or_other").empty()) {
            q.label = in_each_language(&OtherWords::question);
            q.relevant =
                parse("selected(${" + std::string(find_attribute(element.extra, "or_other")) +
                      "}, 'other')")
                    .expression;
            q.disclosure = Disclosure::identifier;
        }
        out_.questions.push_back(std::move(q));
    }

    void read_texts(const FormElement& element, Question& q) const {
        q.label = translated(element.label);
        q.hint = translated(element.hint);
        q.guidance_hint = translated(element.guidance_hint);
        q.constraint_message = translated(element.constraint_message);
        q.required_message = translated(element.required_message);
        for (const Language& language : out_.languages) {
            q.reviewed_by.emplace_back(
                find_attribute(element.extra, "reviewed_by::" + language.header));
        }
    }

    Disclosure disclosure(const FormElement& element) {
        const std::string text = lower_extra(element.extra, "disclosure");
        if (text.empty() || text == "none") return Disclosure::none;
        if (text == "quasi") return Disclosure::quasi;
        if (text == "sensitive") return Disclosure::sensitive;
        if (text == "identifier") return Disclosure::identifier;
        report("unknown-disclosure",
               Severity::error,
               element.row,
               "disclosure",
               "“" + text + "” is not a kind of disclosure.",
               did_you_mean(text,
                            {"identifier", "quasi", "sensitive", "none"},
                            "Write identifier, quasi, sensitive or none."));
        return Disclosure::identifier;  // the careful reading
    }

    std::string hxl_tag(const FormElement& element) {
        std::string text(trim(find_attribute(element.extra, "hxl")));
        if (text.empty() || is_hxl_tag(text)) return text;
        report("bad-hxl-tag",
               Severity::warning,
               element.row,
               "hxl",
               "“" + text + "” is no hashtag of HXL.",
               "Write a hashtag and its attributes, as #adm1 +code; without one it is guessed.");
        return {};
    }

    // A yes/no column may also hold an expression.
    std::optional<Expression> truth(const FormElement& element, std::string_view attribute) {
        const std::string text = lower_ascii(find_attribute(element.bind, attribute));
        if (text == "yes" || text == "true" || text == "true()" || text == "1") {
            return parse("true()").expression;
        }
        if (text == "no" || text == "false" || text == "false()" || text == "0")
            return std::nullopt;
        return logic(element, attribute);
    }

    std::optional<Expression> logic(const FormElement& element, std::string_view attribute) {
        return parsed(as_condition(attribute, find_attribute(element.bind, attribute)),
                      element.row,
                      "bind::" + std::string(attribute));
    }

    std::optional<Expression> parsed(std::string_view text, int row, std::string_view column) {
        if (text.empty()) return std::nullopt;
        Parsed out = parse(text);
        for (const SyntaxError& error : out.errors) {
            const std::size_t place =
                length_utf8(text.substr(0, std::min(error.begin, text.size()))) + 1;
            report("bad-expression",
                   Severity::error,
                   row,
                   column,
                   error.message + " (at character " + std::to_string(place) + " of “" +
                       excerpt(text, error.begin) + "”)",
                   error.remedy);
        }
        if (!out.expression) return std::nullopt;
        std::string misplaced = misplaced_call(out.expression->root, FunctionScope::form);
        if (!misplaced.empty()) {
            report("misplaced-function",
                   Severity::error,
                   row,
                   column,
                   std::move(misplaced),
                   "Write what one interview answers, by functions of XLSForm.");
        }
        return std::move(out.expression);
    }

    const FormDefinition& from_;
    const FormSource& source_;
    Diagnostics& diagnostics_;
    Questionnaire out_;
    std::unordered_map<std::string, int> list_index_;
};

}  // namespace

Questionnaire build_questionnaire(const FormDefinition& form,
                                  const FormSource& source,
                                  Diagnostics& diagnostics) {
    return Builder(form, source, diagnostics).run();
}

}  // namespace mtm
