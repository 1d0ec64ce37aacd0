#include "compile/sheet_columns.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace mtm {
namespace {

constexpr int empty_rows_before_the_end = 60;
constexpr int empty_columns_before_the_end = 20;

std::string snake_case(std::string_view header) {
    std::string name = lower_ascii(squeeze(header));
    std::ranges::replace(name, ' ', '_');
    return name;
}

const HeaderAlias* find_alias(const SheetVocabulary& vocabulary, std::string_view spelling) {
    const auto at = std::ranges::find(vocabulary.aliases, spelling, &HeaderAlias::spelling);
    return at == vocabulary.aliases.end() ? nullptr : &*at;
}

bool is_column(const SheetVocabulary& vocabulary, std::string_view name) {
    return std::ranges::find(vocabulary.columns, name) != vocabulary.columns.end();
}

// The words between colons. One colon separates only in sheets that have no "::" anywhere, and not
// behind the namespace "jr".
std::vector<std::string> split_header(std::string_view header, bool double_colon) {
    std::vector<std::string> out;
    const std::string_view separator = double_colon ? "::" : ":";
    std::size_t from = 0;
    for (std::size_t at = header.find(separator); at != std::string_view::npos;
         at = header.find(separator, from)) {
        out.emplace_back(trim(header.substr(from, at - from)));
        from = at + separator.size();
    }
    out.emplace_back(trim(header.substr(from)));
    if (!double_colon) {
        const auto jr = std::ranges::find(out, "jr");
        if (jr != out.end() && jr + 1 != out.end()) {
            *jr = "jr:" + *(jr + 1);
            out.erase(jr + 1);
        }
    }
    return out;
}

std::vector<std::string> path_of(std::string_view header,
                                 bool sheet_has_double_colon,
                                 const SheetVocabulary& vocabulary) {
    const auto known = [&](std::string_view name) {
        return is_column(vocabulary, name) && find_alias(vocabulary, name) == nullptr;
    };
    if (known(header)) return {std::string(header)};
    if (std::string snake = snake_case(header); known(snake)) return {std::move(snake)};
    const bool double_colon = sheet_has_double_colon || header.find("::") != std::string_view::npos;
    std::vector<std::string> path = split_header(header, double_colon);
    std::string first = snake_case(path.front());
    if (const HeaderAlias* alias = find_alias(vocabulary, first)) {
        path.front() = std::string(alias->first);
        if (!alias->second.empty()) path.insert(path.begin() + 1, std::string(alias->second));
    } else if (is_column(vocabulary, first)) {
        path.front() = std::move(first);
    }
    return path;
}

std::string with_plain_spaces(std::string_view text) {
    return replace_all(text, "\xc2\xa0", " ");
}

// A date is written as the day with the time of midnight, parts of a second as microseconds: so
// other readers hand it on.
std::string date_text(std::string iso) {
    if (iso.find('.') != std::string::npos) iso += "000";
    if (iso.find('T') != std::string::npos) return replace_all(iso, "T", " ");
    return iso.find('-') == std::string::npos ? iso : iso + " 00:00:00";
}

}  // namespace

SheetForm::SheetForm(const Sheet& sheet,
                     const SheetVocabulary& vocabulary,
                     std::string file,
                     Diagnostics& diagnostics)
    : sheet_(&sheet), file_(std::move(file)) {
    read_headers(vocabulary, diagnostics);
    find_end();
}

void SheetForm::read_headers(const SheetVocabulary& vocabulary, Diagnostics& diagnostics) {
    int empty = 0;
    bool double_colon = false;
    for (int c = 0; c < sheet_->row_length(0) && empty <= empty_columns_before_the_end; ++c) {
        std::string header = single_spaces(with_plain_spaces(trim(sheet_->at(0, c))));
        ++empty;
        if (header.empty()) continue;
        empty = 0;
        double_colon = double_colon || header.find("::") != std::string::npos;
        columns_.push_back({.index = c, .header = std::move(header), .path = {}});
    }
    std::unordered_map<std::string, const SheetColumn*> seen;
    for (SheetColumn& column : columns_) {
        column.path = path_of(column.header, double_colon, vocabulary);
        const auto [at, is_new] = seen.try_emplace(join(column.path, "::"), &column);
        if (is_new) continue;
        const bool plain = column.path.size() == 1 && column.path.front() == column.header;
        if (plain && column.header != at->second->header) continue;  // the plain name overrides
        if (at->second->header == "id_string") continue;  // the old name of form_id; both may stand
        // Headers that only blanks tell apart: the later column overrides the earlier.
        if (column.header == at->second->header && sheet_->at(0, column.index) != column.header)
            continue;
        diagnostics.push_back({.code = "duplicate-header",
                               .severity = Severity::error,
                               .place = {.file = file_,
                                         .sheet = name(),
                                         .row = 1,
                                         .column = column.header,
                                         .interview = {}},
                               .message = "The headers “" + at->second->header + "” and “" +
                                          column.header + "” name the same column.",
                               .remedy = "Rename or delete one of the two columns."});
    }
}

void SheetForm::find_end() {
    int empty = 0;
    for (int row = 1; row < sheet_->row_count() && empty <= empty_rows_before_the_end; ++row) {
        ++empty;
        for (const SheetColumn& column : columns_) {
            if (trim(sheet_->at(row, column.index)).empty()) continue;
            empty = 0;
            end_row_ = row + 1;
            break;
        }
    }
}

const SheetColumn* SheetForm::find(std::string_view first) const {
    const auto at = std::ranges::find_if(
        columns_, [&](const SheetColumn& c) { return c.path.front() == first; });
    return at == columns_.end() ? nullptr : &*at;
}

std::string SheetForm::text(int row, int column) const {
    const Cell& cell = sheet_->cell(row, column);
    const std::string_view trimmed = trim(cell.text);
    if (trimmed.empty()) return {};
    if (cell.kind == Cell::Kind::date) return date_text(std::string(trimmed));
    if (trimmed.find('\xc2') == std::string_view::npos) return std::string(trimmed);
    return with_plain_spaces(trimmed);
}

Place SheetForm::place(int row, std::string_view column) const {
    Place place{.file = file_, .sheet = name(), .row = row + 1, .column = {}, .interview = {}};
    place.column = std::string(column);
    if (std::ranges::find(columns_, column, &SheetColumn::header) != columns_.end()) return place;
    for (const SheetColumn& c : columns_) {
        const bool is_it = c.path.front() == column || (c.path.size() > 1 && c.path[1] == column);
        if (!is_it) continue;
        place.column = c.header;
        return place;
    }
    return place;
}

std::string plain_quotes(std::string text) {
    if (text.find("\xe2\x80") == std::string::npos) return text;
    text = replace_all(text, "\u2018", "'");
    text = replace_all(text, "\u2019", "'");
    text = replace_all(text, "\u201c", "\"");
    return replace_all(text, "\u201d", "\"");
}

std::string single_spaces(std::string text) {
    const auto end =
        std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; });
    text.erase(end, text.end());
    return text;
}

const SheetVocabulary& survey_vocabulary() {
    static const SheetVocabulary vocabulary{
        .aliases = {{"compact_tag", "instance", "odk:tag"},
                    {"read_only", "bind", "readonly"},
                    {"readonly", "bind", "readonly"},
                    {"relevant", "bind", "relevant"},
                    {"relevance", "bind", "relevant"},
                    {"required", "bind", "required"},
                    {"constraint", "bind", "constraint"},
                    {"constraining_message", "bind", "jr:constraintMsg"},
                    {"constraint_message", "bind", "jr:constraintMsg"},
                    {"calculation", "bind", "calculate"},
                    {"calculate", "bind", "calculate"},
                    {"caption", "label"},
                    {"appearance", "control", "appearance"},
                    {"command", "type"},
                    {"tag", "name"},
                    {"value", "name"},
                    {"image", "media", "image"},
                    {"big-image", "media", "big-image"},
                    {"audio", "media", "audio"},
                    {"video", "media", "video"},
                    {"count", "control", "jr:count"},
                    {"repeat_count", "control", "jr:count"},
                    {"jr:count", "control", "jr:count"},
                    {"autoplay", "control", "autoplay"},
                    {"rows", "control", "rows"},
                    {"noapperrorstring", "bind", "jr:noAppErrorString"},
                    {"no_app_error_string", "bind", "jr:noAppErrorString"},
                    {"requiredmsg", "bind", "jr:requiredMsg"},
                    {"required_message", "bind", "jr:requiredMsg"},
                    {"body", "control"},
                    {"save_to", "bind", "entities:saveto"}},
        .columns = {"type",    "name",        "label",     "hint",          "guidance_hint",
                    "default", "bind",        "control",   "media",         "instance",
                    "trigger", "parameters",  "query",     "choice_filter", "disclosure",
                    "missing", "reviewed_by", "sms_field", "choices",       "itemset",
                    "hxl",     "list_name"}};
    return vocabulary;
}

const SheetVocabulary& choices_vocabulary() {
    static const SheetVocabulary vocabulary{.aliases = {{"caption", "label"},
                                                        {"list_name", "list name"},
                                                        {"value", "name"},
                                                        {"image", "media", "image"},
                                                        {"big-image", "media", "big-image"},
                                                        {"audio", "media", "audio"},
                                                        {"video", "media", "video"}},
                                            .columns = {"name", "label", "media", "sms_option"}};
    return vocabulary;
}

const SheetVocabulary& settings_vocabulary() {
    static const SheetVocabulary vocabulary{.aliases = {{"form_title", "title"},
                                                        {"set_form_title", "title"},
                                                        {"form_id", "id_string"},
                                                        {"set_form_id", "id_string"},
                                                        {"prefix", "prefix"}},
                                            .columns = {"name",
                                                        "title",
                                                        "id_string",
                                                        "version",
                                                        "style",
                                                        "default_language",
                                                        "instance_name",
                                                        "instance_xmlns",
                                                        "namespaces",
                                                        "delimiter",
                                                        "submission_url",
                                                        "public_key",
                                                        "auto_send",
                                                        "auto_delete",
                                                        "client_editable",
                                                        "attribute",
                                                        "flat",
                                                        "omit_instanceID",
                                                        "instance_id",
                                                        "clean_text_values",
                                                        "add_none_option",
                                                        "allow_choice_duplicates",
                                                        "sms_keyword"}};
    return vocabulary;
}

const SheetVocabulary& entities_vocabulary() {
    static const SheetVocabulary vocabulary{
        .aliases = {{"list_name", "dataset"}},
        .columns = {"dataset", "entity_id", "create_if", "update_if", "label", "repeat"}};
    return vocabulary;
}

}  // namespace mtm
