#include "publish/open_parquet.h"

#include <cstdint>

#include "expression/date.h"
#include "publish/parquet.h"

namespace mtm {
namespace {

using Type = OpenVariable::Type;

std::int32_t day_of(const std::string& text) {
    const auto day = date_time_from(text);
    CHECK(day.has_value());  // by the variable's type
    return static_cast<std::int32_t>(days_from_civil(day->year, day->month, day->day));
}

ParquetColumn::As meaning_of(Type type) {
    return type == Type::date ? ParquetColumn::As::date : ParquetColumn::As::plain;
}

// The values of those texts that stand in the table; the others are not read as numbers, for a
// dictionary may hold what no row has.
void add_values(const OpenVariable& variable, const std::vector<bool>& used, ParquetColumn& out) {
    const std::vector<std::string>& texts = variable.column->texts;
    if (variable.type == Type::decimal) {
        std::vector<double> values(texts.size(), 0);
        for (std::size_t t = 0; t < texts.size(); ++t) {
            if (used[t]) values[t] = number_spelled(texts[t]).value_or(0);
        }
        out.values = std::move(values);
        return;
    }
    const bool whole = variable.type == Type::record || variable.type == Type::integer ||
                       variable.type == Type::flag;
    if (!whole && variable.type != Type::date) {
        out.values = texts;
        return;
    }
    std::vector<std::int32_t> values(texts.size(), 0);
    for (std::size_t t = 0; t < texts.size(); ++t) {
        if (!used[t]) continue;
        values[t] = whole ? static_cast<std::int32_t>(number_spelled(texts[t]).value_or(0))
                          : day_of(texts[t]);
    }
    out.values = std::move(values);
}

ParquetColumn column_of(const OpenVariable& variable, std::size_t rows) {
    const ExportColumn& column = *variable.column;
    ParquetColumn out;
    out.name = variable.name;
    out.as = meaning_of(variable.type);
    std::vector<bool> used(column.texts.size(), false);
    out.codes.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        std::int32_t code =
            column.answers == nullptr ? static_cast<std::int32_t>(row) : column.answers->codes[row];
        if (code >= 0 && column.texts[static_cast<std::size_t>(code)].empty()) code = -1;
        out.codes.push_back(code);
        if (code >= 0) used[static_cast<std::size_t>(code)] = true;
    }
    add_values(variable, used, out);
    return out;
}

}  // namespace

std::string open_parquet(const OpenDataSource& source, const OpenTable& table) {
    std::vector<ParquetColumn> columns;
    for (const OpenVariable& variable : table.variables)
        columns.push_back(column_of(variable, table.table->rows));
    std::vector<std::pair<std::string, std::string>> metadata{
        {"title", source.study.file.title + ", " + source.study.file.round}};
    if (source.records.rehearsal) metadata.emplace_back("warning", invented_mark);
    return parquet_file(columns, table.table->rows, metadata);
}

}  // namespace mtm
