#include "compile/survey_row.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "compile/form_text.h"

namespace mtm {
namespace {

std::string second(const SheetColumn& column) {
    return column.path.size() > 1 ? column.path[1] : std::string();
}

std::string third(const SheetColumn& column) {
    return column.path.size() > 2 ? column.path[2] : std::string();
}

bool is_message(std::string_view attribute) {
    return attribute == "jr:constraintMsg" || attribute == "jr:requiredMsg" ||
           attribute == "jr:noAppErrorString";
}

}  // namespace

SurveyRowReader::SurveyRowReader(const SheetForm& sheet, std::string default_language, bool clean)
    : sheet_(&sheet), default_language_(std::move(default_language)), clean_(clean) {
    for (const SheetColumn& column : sheet.columns())
        columns_.push_back(role_of(column));
}

SurveyRowReader::Column SurveyRowReader::role_of(const SheetColumn& column) {
    constexpr std::array<std::pair<std::string_view, Role>, 17> roles{
        {{"type", Role::type},
         {"name", Role::name},
         {"label", Role::label},
         {"hint", Role::hint},
         {"guidance_hint", Role::guidance_hint},
         {"default", Role::default_value},
         {"parameters", Role::parameters},
         {"trigger", Role::trigger},
         {"choice_filter", Role::choice_filter},
         {"disabled", Role::disabled},
         {"intent", Role::intent},
         {"bind", Role::bind},
         {"control", Role::control},
         {"media", Role::media},
         {"instance", Role::instance},
         {"query", Role::ignored},
         {"itemset", Role::ignored}}};
    Column out{.index = column.index, .role = Role::extra, .key = second(column), .language = {}};
    for (const auto& [name, role] : roles) {
        if (column.path.front() == name) out.role = role;
    }
    switch (out.role) {
        case Role::label:
        case Role::hint:
        case Role::guidance_hint:
            out.language = second(column);
            break;
        case Role::media:
            out.language = third(column);
            break;
        case Role::bind:
            if (!is_message(out.key)) break;
            out.role = Role::message;
            out.language = third(column);
            break;
        case Role::extra:
            out.key = join(column.path, "::");
            break;
        default:
            break;
    }
    const bool needs_key = out.role == Role::bind || out.role == Role::control ||
                           out.role == Role::media || out.role == Role::instance;
    if (needs_key && out.key.empty())
        out.role = out.role == Role::media ? Role::bare_media : Role::ignored;
    return out;
}

SurveyRow SurveyRowReader::read(int row) const {
    SurveyRow out;
    out.element.row = row + 1;
    for (const Column& column : columns_) {
        std::string text = sheet_->text(row, column.index);
        if (text.empty()) continue;
        out.empty = false;
        if (clean_) text = plain_quotes(single_spaces(std::move(text)));
        put(column, std::move(text), out);
    }
    // A column “media” names no file that could be shown, yet stands in for a label.
    FormElement& element = out.element;
    if (out.bare_media && element.label.empty() && element.hint.empty()) element.label.plain = " ";
    return out;
}

void SurveyRowReader::put(const Column& column, std::string text, SurveyRow& row) const {
    FormElement& element = row.element;
    const auto add = [&](FormText& to) {
        add_text(to, column.language, std::move(text), default_language_);
    };
    const auto replace = [&](FormText& to) {
        put_text(to, column.language, std::move(text), default_language_);
    };
    switch (column.role) {
        case Role::type:
            row.type = std::move(text);
            break;
        case Role::name:
            element.name = std::move(text);
            break;
        case Role::label:
            replace(element.label);
            break;
        case Role::hint:
            replace(element.hint);
            break;
        case Role::guidance_hint:
            replace(element.guidance_hint);
            break;
        case Role::default_value:
            element.default_value = std::move(text);
            break;
        case Role::parameters:
            row.parameters = std::move(text);
            break;
        case Role::trigger:
            row.trigger = std::move(text);
            break;
        case Role::choice_filter:
            element.choice_filter = std::move(text);
            break;
        case Role::disabled:
            row.disabled = std::move(text);
            break;
        case Role::intent:
            row.intent = std::move(text);
            break;
        case Role::bind:
            set_attribute(element.bind, column.key, std::move(text));
            break;
        case Role::message:
            add(column.key == "jr:constraintMsg" ? element.constraint_message
                : column.key == "jr:requiredMsg" ? element.required_message
                                                 : element.no_app_message);
            break;
        case Role::control:
            set_attribute(element.body, column.key, std::move(text));
            break;
        case Role::media:
            add(media_text(element.media, column.key));
            break;
        case Role::instance:
            set_attribute(element.instance, column.key, std::move(text));
            break;
        case Role::bare_media:
            row.bare_media = true;
            break;
        case Role::ignored:
            break;
        case Role::extra:
            set_attribute(element.extra, column.key, std::move(text));
            break;
    }
}

}  // namespace mtm
