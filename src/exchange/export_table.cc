#include "exchange/export_table.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "workbook/table_sheet.h"

namespace mtm {

ExportTable::ExportTable(std::string name,
                         int row,
                         std::span<const RowCell> header,
                         const ColumnNames& names,
                         const ColumnMapping* mapping)
    : name_(std::move(name)), header_row_(row) {
    const int within = names.repeat_of_sheet(name_);
    for (std::size_t c = 0; c < header.size(); ++c) {
        std::string text = normalised_header(header[c].text);
        if (text.empty()) continue;
        const ColumnMapping::Mapped* mapped = mapping == nullptr ? nullptr : mapping->find(text);
        ColumnMeaning meaning =
            mapped == nullptr ? names.meaning_of(text, within) : mapped->meaning;
        columns_.push_back({std::move(text), static_cast<int>(c), std::move(meaning), mapped});
    }
}

int ExportTable::answers() const {
    return static_cast<int>(std::ranges::count_if(
        columns_, [](const Column& column) { return column.meaning.question >= 0; }));
}

int ExportTable::find(std::string_view header) const {
    const std::string wanted = lower_ascii(normalised_header(header));
    for (const Column& column : columns_) {
        if (lower_ascii(column.header) == wanted) return column.sheet_column;
    }
    return -1;
}

int ExportTable::find(ServerColumn wanted) const {
    for (const Column& column : columns_) {
        if (column.meaning.kind == ColumnMeaning::Kind::server && column.meaning.server == wanted)
            return column.sheet_column;
    }
    return -1;
}

int ExportTable::level(const Questionnaire& form) const {
    int level = -1;
    for (const Column& column : columns_) {
        if (column.meaning.question < 0 || !column.meaning.repeat.empty()) continue;
        const int repeat = form.repeat_of(column.meaning.question);
        if (repeat < 0) return -1;
        if (repeat_depth(form, repeat) > repeat_depth(form, level)) level = repeat;
    }
    return level;
}

int repeat_depth(const Questionnaire& form, int group) {
    int depth = 0;
    for (int g = group; g >= 0; g = form.groups[static_cast<std::size_t>(g)].parent)
        depth += form.groups[static_cast<std::size_t>(g)].repeat ? 1 : 0;
    return depth;
}

}  // namespace mtm
