// Hashtags and attributes are those of the core dictionary, release 1.1 final; traits of somebody
// interviewed are #respondee.
#include "publish/hxl.h"

#include <algorithm>

#include "base/text.h"
#include "publish/open_csv.h"

namespace mtm {
namespace {

using Kind = ExportColumn::Kind;
using Type = OpenVariable::Type;

// Letters, digits and _, a letter first: what an attribute may be.
std::string attribute(std::string_view text) {
    std::string out;
    for (const char c : lower_ascii(text)) {
        const bool letter = c >= 'a' && c <= 'z';
        if (out.empty() && !letter) out = "x";
        out += letter || is_digit(c) ? c : '_';
    }
    return out.empty() ? "x" : out;
}

std::string country_tag(std::string_view name) {
    for (const char* word : {"origin", "birth", "citizenship", "home", "from"}) {
        if (has_word(name, word)) return "#country +origin";
    }
    for (const char* word : {"destination", "dest", "next", "to"}) {
        if (has_word(name, word)) return "#country +dest";
    }
    return "#country";
}

// Without the attributes that depend on what the column holds.
std::string guessed(const OpenDataSource& source, const Question& question) {
    const std::string& name = question.name;
    if (!source.study.file.areas.question.empty() && name == source.study.file.areas.question)
        return "#adm1";
    if (question.type == QuestionType::metadata && (name == "start" || name == "end"))
        return "#date +" + name;
    if (question.type == QuestionType::date || question.type == QuestionType::date_time ||
        (question.type == QuestionType::metadata && name == "today"))
        return "#date +" + attribute(name);
    if (question.type == QuestionType::geopoint) return "#geo";
    if (question.type == QuestionType::select_one) {
        if (has_word(name, "sex") || has_word(name, "gender")) return "#respondee +gender";
        if (has_word(name, "country")) return country_tag(name);
        if (has_word(name, "region") || has_word(name, "province")) return "#adm1";
        if (has_word(name, "district")) return "#adm2";
    }
    if (has_word(name, "age")) return "#respondee +age";
    return "#indicator +" + attribute(name);
}

std::string place_attribute(int part) {
    switch (part) {
        case 0:
            return " +lat";
        case 1:
            return " +lon";
        case 2:
            return " +elevation";
        default:
            return " +precision";
    }
}

// "#adm1 +code" without "+code": its column of labels has +name.
std::string without_attribute(const std::string& tag, std::string_view left_out) {
    std::string out;
    for (const std::string_view part : split(tag, '+')) {
        const std::string_view name = trim(part);
        if (name == left_out) continue;
        out += (out.empty() ? "" : " +") + std::string(name);
    }
    return out;
}

bool is_of_areas(const OpenDataSource& source, const OpenVariable& variable) {
    const Areas& areas = source.study.file.areas;
    return variable.question != nullptr && variable.column->kind == Kind::answer &&
           variable.question->name == areas.question && !areas.choice_column.empty() &&
           variable.type == Type::one_choice;
}

// The codes on the map of the areas of a column's choices.
ExportColumn area_codes(const OpenDataSource& source, const OpenVariable& variable) {
    ExportColumn out = *variable.column;
    out.name += "::" + source.study.file.areas.choice_column;
    const ChoiceList& list = source.study.questionnaire.choices_of(variable.column->question);
    for (std::string& text : out.texts) {
        const int choice = list.find(text);
        text.clear();
        if (choice < 0) continue;
        const auto& extra = list.choices[static_cast<std::size_t>(choice)].extra;
        const auto at = extra.find(source.study.file.areas.choice_column);
        if (at != extra.end()) text = at->second;
    }
    return out;
}

}  // namespace

bool has_word(std::string_view name, std::string_view word) {
    const std::string lower = lower_ascii(name);
    const auto parts = split(lower, '_');
    return std::ranges::find(parts, word) != parts.end();
}

std::string hxl_tag(const OpenDataSource& source, const OpenVariable& variable) {
    if (variable.question == nullptr) {
        if (variable.is_weight) return "#meta +weight";
        if (variable.column->kind == Kind::status) return "#status +name";
        return variable.name == "record" ? "#meta +id" : "#meta +id +parent";
    }
    const Questionnaire& form = source.study.questionnaire;
    const bool told = !variable.question->hxl.empty();
    std::string tag = told ? variable.question->hxl : guessed(source, *variable.question);
    switch (variable.column->kind) {
        case Kind::label: {
            const auto language = static_cast<std::size_t>(variable.column->language);
            const std::string& code = form.languages[language].code;
            const std::string named = without_attribute(without_attribute(tag, "code"), "name");
            return named + " +name" + (code.empty() ? "" : " +i_" + attribute(code));
        }
        case Kind::choice: {
            const Choice& choice = form.choices_of(variable.column->question)
                                       .choices[static_cast<std::size_t>(variable.column->choice)];
            const auto own = choice.extra.find("hxl");
            if (own != choice.extra.end() && is_hxl_tag(tag + " " + own->second))
                return tag + " " + own->second;
            return tag + " +chosen +" + attribute(choice.name);
        }
        case Kind::place:
            return tag + place_attribute(variable.column->part);
        default:
            break;
    }
    if (told) return tag;
    // The code on the map stands beside it, and has +code.
    if (is_of_areas(source, variable)) return tag + " +id";
    switch (variable.type) {
        case Type::one_choice:
        case Type::choices:
            return tag + " +code";
        case Type::integer:
        case Type::decimal:
            return tag + " +num";
        case Type::text:
            return tag + (tag.starts_with("#geo") ? " +coord" : " +text");
        default:
            return tag;
    }
}

std::string hxl_csv(const OpenDataSource& source, const OpenTable& with_labels) {
    std::vector<ExportColumn> columns;
    std::vector<std::string> tags;
    for (const OpenVariable& variable : with_labels.variables) {
        columns.push_back(*variable.column);
        tags.push_back(hxl_tag(source, variable));
        if (!is_of_areas(source, variable)) continue;
        columns.push_back(area_codes(source, variable));
        tags.emplace_back("#adm1 +code");
    }
    return open_csv(columns, with_labels.table->rows, tags);
}

}  // namespace mtm
