#include "study/plan_sheet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 4> translatable{"label", "title", "note", "wording"};

std::string canonical_name(std::string_view header) {
    std::string name = lower_ascii(squeeze(header));
    std::ranges::replace(name, ' ', '_');
    return name;
}

// A header with a language ends in "::Language"; old forms have one colon.
PlanSheet::Column split_header(std::string_view header) {
    PlanSheet::Column column;
    column.header = std::string(trim(header));
    const std::string whole = canonical_name(header);
    for (const std::string_view separator : {"::", ":"}) {
        for (std::size_t at = header.rfind(separator); at != std::string_view::npos && at > 0;
             at = header.rfind(separator, at - 1)) {
            const std::string name = canonical_name(header.substr(0, at));
            const bool known = std::ranges::find(translatable, name) != translatable.end();
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

PlanSheet::PlanSheet(const Sheet& sheet, std::string file_name)
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

bool PlanSheet::has(std::string_view column) const {
    return std::ranges::any_of(columns_, [&](const Column& c) { return c.name == column; });
}

const PlanSheet::Column* PlanSheet::find(std::string_view column) const {
    const auto at = std::ranges::find_if(
        columns_, [&](const Column& c) { return c.name == column && c.language.empty(); });
    return at == columns_.end() ? nullptr : &*at;
}

std::string PlanSheet::get(int row, std::string_view column) const {
    const Column* found = find(column);
    return found == nullptr ? std::string() : get(row, *found);
}

std::string PlanSheet::get(int row, const Column& column) const {
    return std::string(trim(sheet_->at(row, column.index)));
}

Translated PlanSheet::translated(int row,
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

Place PlanSheet::place(int row, std::string_view column) const {
    Place place{.file = file_name_, .sheet = name_, .row = row + 1, .column = {}, .interview = {}};
    const auto at =
        std::ranges::find_if(columns_, [&](const Column& c) { return c.name == column; });
    place.column = at == columns_.end() ? std::string(column) : at->header;
    return place;
}

}  // namespace mtm
