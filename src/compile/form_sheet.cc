#include "compile/form_sheet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// Spellings of headers that real forms use, after lower-casing and with spaces as underscores.
constexpr std::array<Alias, 35> aliases{{
    {"caption", "label"},
    {"relevance", "relevant"},
    {"bind:relevant", "relevant"},
    {"bind:required", "required"},
    {"bind:constraint", "constraint"},
    {"bind:calculate", "calculation"},
    {"bind:readonly", "read_only"},
    {"bind:jr:constraintmsg", "constraint_message"},
    {"bind:jr:requiredmsg", "required_message"},
    {"constraint_msg", "constraint_message"},
    {"constraintmsg", "constraint_message"},
    {"requiredmsg", "required_message"},
    {"required_msg", "required_message"},
    {"calculate", "calculation"},
    {"readonly", "read_only"},
    {"control:appearance", "appearance"},
    {"body:appearance", "appearance"},
    {"repeat_count", "repeat_count"},
    {"jr:count", "repeat_count"},
    {"control:jr:count", "repeat_count"},
    {"body:jr:count", "repeat_count"},
    {"count", "repeat_count"},
    {"choice-filter", "choice_filter"},
    {"filter", "choice_filter"},
    {"list", "list_name"},
    {"tag", "name"},
    {"value", "name"},
    {"command", "type"},
    {"form_label", "form_title"},
    {"set_form_title", "form_title"},
    {"set_form_id", "form_id"},
    {"id_string", "form_id"},
    {"guidance", "guidance_hint"},
    {"image", "media:image"},
    {"audio", "media:audio"},
}};

constexpr std::array<std::string_view, 12> translatable{"label",
                                                        "hint",
                                                        "guidance_hint",
                                                        "constraint_message",
                                                        "required_message",
                                                        "media:image",
                                                        "media:audio",
                                                        "media:video",
                                                        "media:big-image",
                                                        "title",
                                                        "note",
                                                        "wording"};

std::string canonical_name(std::string_view header) {
    std::string name = lower_ascii(squeeze(header));
    std::ranges::replace(name, ' ', '_');
    name = replace_all(name, "::", ":");
    for (const auto& [from, to] : aliases) {
        if (name == from) return std::string(to);
    }
    return name;
}

// A header with a language ends in "::Language"; old forms have one colon.
FormSheet::Column split_header(std::string_view header) {
    FormSheet::Column column;
    column.header = std::string(trim(header));
    const std::string whole = canonical_name(header);
    for (const std::string_view separator : {"::", ":"}) {
        for (std::size_t at = header.rfind(separator); at != std::string_view::npos && at > 0;
             at = header.rfind(separator, at - 1)) {
            const std::string name = canonical_name(header.substr(0, at));
            const bool known = std::ranges::find(translatable, name) != translatable.end() ||
                               name == "reviewed_by";
            if (!known) continue;
            column.name = name;
            column.language = std::string(trim(header.substr(at + separator.size())));
            return column;
        }
    }
    column.name = whole;
    return column;
}

}  // namespace

FormSheet::FormSheet(const Sheet& sheet, std::string file_name)
    : sheet_(&sheet), file_name_(std::move(file_name)), name_(sheet.name) {
    for (int c = 0; c < sheet.column_count(); ++c) {
        if (trim(sheet.at(0, c)).empty()) continue;
        Column column = split_header(sheet.at(0, c));
        column.index = c;
        columns_.push_back(std::move(column));
    }
    for (int r = 1; r < sheet.row_count(); ++r) {
        const bool any = std::ranges::any_of(
            columns_, [&](const Column& c) { return !trim(sheet.at(r, c.index)).empty(); });
        if (any) rows_.push_back(r);
    }
}

bool FormSheet::has(std::string_view column) const {
    return std::ranges::any_of(columns_, [&](const Column& c) { return c.name == column; });
}

const FormSheet::Column* FormSheet::find(std::string_view column) const {
    const auto at = std::ranges::find_if(
        columns_, [&](const Column& c) { return c.name == column && c.language.empty(); });
    return at == columns_.end() ? nullptr : &*at;
}

std::string FormSheet::get(int row, std::string_view column) const {
    const Column* found = find(column);
    return found == nullptr ? std::string() : get(row, *found);
}

std::string FormSheet::get(int row, const Column& column) const {
    return std::string(trim(sheet_->at(row, column.index)));
}

Translated FormSheet::translated(int row,
                                 std::string_view column,
                                 const std::vector<Language>& languages) const {
    Translated out;
    out.by_language.resize(languages.size());
    for (const Column& c : columns_) {
        if (c.name != column) continue;
        const auto at = std::ranges::find_if(languages, [&](const Language& l) {
            return l.header == c.language || (c.language.empty() && l.is_default);
        });
        if (at == languages.end()) continue;
        std::string text = get(row, c);
        if (!text.empty()) {
            out.by_language[static_cast<std::size_t>(at - languages.begin())] = std::move(text);
        }
    }
    return out;
}

Place FormSheet::place(int row, std::string_view column) const {
    Place place{.file = file_name_, .sheet = name_, .row = row + 1, .column = {}, .interview = {}};
    const auto at =
        std::ranges::find_if(columns_, [&](const Column& c) { return c.name == column; });
    place.column = at == columns_.end() ? std::string(column) : at->header;
    return place;
}

Language language_from_header(std::string_view header) {
    Language language{.header = std::string(header), .code = {}, .is_default = false};
    const std::size_t open = header.rfind('(');
    if (open != std::string_view::npos && header.ends_with(')')) {
        language.code = std::string(trim(header.substr(open + 1, header.size() - open - 2)));
    }
    return language;
}

void collect_languages(const FormSheet& sheet,
                       std::string_view default_language,
                       std::vector<Language>& languages) {
    for (const FormSheet::Column& column : sheet.columns()) {
        if (std::ranges::find(translatable, column.name) == translatable.end()) continue;
        const std::string header = !column.language.empty()   ? column.language
                                   : default_language.empty() ? "default"
                                                              : std::string(default_language);
        const auto same = [&](const Language& l) { return l.header == header; };
        if (std::ranges::any_of(languages, same)) continue;
        Language language = language_from_header(header);
        language.is_default = column.language.empty() || header == default_language;
        languages.push_back(std::move(language));
    }
}

}  // namespace mtm
