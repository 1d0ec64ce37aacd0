#include "compile/form_text.h"

#include <algorithm>
#include <array>

#include "compile/element_name.h"

namespace mtm {
namespace {

constexpr std::string_view last_saved_prefix = "last-saved#";

bool is_one_of(const auto& values, std::string_view value) {
    return std::ranges::find(values, value) != values.end();
}

}  // namespace

void add_text(FormText& text,
              std::string_view language,
              std::string value,
              std::string_view default_language) {
    const bool plain = language.empty();
    if (plain && !text.translated()) {
        text.plain = std::move(value);
        return;
    }
    const std::string_view in = plain ? default_language : language;
    if (!text.plain.empty()) {
        if (in != default_language)
            text.translations.emplace_back(std::string(default_language), std::move(text.plain));
        text.plain.clear();
    }
    const auto same =
        std::ranges::find_if(text.translations, [&](const auto& t) { return t.first == in; });
    if (same == text.translations.end()) {
        text.translations.emplace_back(std::string(in), std::move(value));
    } else if (!plain) {
        same->second = std::move(value);
    }
}

void put_text(FormText& text,
              std::string_view language,
              std::string value,
              std::string_view default_language) {
    if (language.empty()) text.translations.clear();
    add_text(text, language, std::move(value), default_language);
}

FormText& media_text(std::vector<FormMedia>& media, std::string_view type) {
    const auto at = std::ranges::find_if(media, [&](const FormMedia& m) { return m.type == type; });
    if (at != media.end()) return at->file;
    return media.emplace_back(FormMedia{.type = std::string(type), .file = {}}).file;
}

std::vector<TextReference> text_references(std::string_view text, bool* broken) {
    std::vector<TextReference> out;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        const std::size_t close = text.find_first_of("}$", at + 2);  // no name has a dollar sign
        const bool closed = close != std::string_view::npos && text[close] == '}';
        if (closed && close == at + 2) {  // "${}" is a text as any other
            at += 2;
            continue;
        }
        std::string_view name = closed ? text.substr(at + 2, close - at - 2) : std::string_view();
        const bool last_saved = name.starts_with(last_saved_prefix);
        if (last_saved) name.remove_prefix(last_saved_prefix.size());
        if (!is_local_name(name)) {
            if (broken != nullptr) *broken = true;
            at += 2;
            continue;
        }
        out.push_back({.begin = at, .end = close + 1, .name = name, .last_saved = last_saved});
        at = close + 1;
    }
    return out;
}

bool has_reference(std::string_view text) {
    return text.find("${") != std::string_view::npos && !text_references(text).empty();
}

bool is_reference(std::string_view text) {
    if (!text.starts_with("${")) return false;
    const auto found = text_references(text);
    return found.size() == 1 && found[0].begin == 0 && found[0].end == text.size();
}

std::optional<bool> yes_or_no(std::string_view text) {
    constexpr std::array<std::string_view, 7> yes = {
        "yes", "Yes", "YES", "true", "True", "TRUE", "true()"};
    constexpr std::array<std::string_view, 7> no = {
        "no", "No", "NO", "false", "False", "FALSE", "false()"};
    if (is_one_of(yes, text)) return true;
    if (is_one_of(no, text)) return false;
    return std::nullopt;
}

std::string_view as_condition(std::string_view attribute, std::string_view value) {
    constexpr std::array<std::string_view, 5> conditions = {
        "readonly", "required", "relevant", "constraint", "calculate"};
    if (value.size() > 7 || !is_one_of(conditions, attribute)) return value;
    const std::optional<bool> truth = yes_or_no(value);
    return !truth ? value : *truth ? "true()" : "false()";
}

}  // namespace mtm
