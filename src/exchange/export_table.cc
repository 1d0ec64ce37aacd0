#include "exchange/export_table.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {

ExportTable::ExportTable(const Sheet& sheet, const ColumnNames& names) : sheet_(sheet) {
    const int within = names.repeat_of_sheet(sheet.name);
    for (int c = 0; c < sheet_.column_count(); ++c)
        columns_.push_back({c, names.meaning_of(header(c), within)});
}

int ExportTable::answers() const {
    return static_cast<int>(std::ranges::count_if(
        columns_, [](const Column& column) { return column.meaning.question >= 0; }));
}

bool ExportTable::has(ServerColumn wanted) const {
    return std::ranges::any_of(columns_, [wanted](const Column& column) {
        return column.meaning.kind == ColumnMeaning::Kind::server &&
               column.meaning.server == wanted;
    });
}

std::string_view ExportTable::server(int record, ServerColumn wanted) const {
    for (const Column& column : columns_) {
        if (column.meaning.kind == ColumnMeaning::Kind::server && column.meaning.server == wanted)
            return trim(sheet_.at(record, column.column));
    }
    return {};
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
