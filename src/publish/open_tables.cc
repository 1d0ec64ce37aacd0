#include "publish/open_tables.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace mtm {
namespace {

using Kind = ExportColumn::Kind;

// Rounds counted as the rows stand.
std::vector<std::int32_t> rounds_in_parents(const Level& level) {
    std::vector<std::int32_t> out(level.rows, 0);
    std::unordered_map<std::int32_t, std::int32_t> next;
    for (std::size_t row = 0; row < level.parent_row.size(); ++row)
        out[row] = next[level.parent_row[row]]++;
    return out;
}

ExportColumn number_column(std::string name, std::string words, std::size_t rows) {
    ExportColumn out;
    out.kind = Kind::number;
    out.name = std::move(name);
    out.words = std::move(words);
    out.texts.reserve(rows);
    return out;
}

ExportColumn record_column(std::size_t rows) {
    ExportColumn out = number_column("record", "Number of the record", rows);
    for (std::size_t row = 0; row < rows; ++row)
        out.texts.push_back(std::to_string(row + 1));
    return out;
}

ExportColumn parent_column(const Level& level) {
    ExportColumn out =
        number_column("parent_record", "Number of the record that it belongs to", level.rows);
    for (const std::int32_t row : level.parent_row)
        out.texts.push_back(std::to_string(row + 1));
    return out;
}

ExportColumn weight_column(const std::vector<double>& weights) {
    ExportColumn out =
        number_column("weight", "How many people the interview stands for", weights.size());
    for (const double weight : weights)
        out.texts.push_back(fmt::format("{}", weight));
    return out;
}

}  // namespace

std::string_view name_of(Treatment treatment) {
    switch (treatment) {
        case Treatment::kept:
            return "kept";
        case Treatment::coarsened:
            return "coarsened";
        case Treatment::mixed:
            return "mixed";
        case Treatment::averaged:
            return "averaged";
        case Treatment::dropped:
            return "dropped";
    }
    return {};
}

std::size_t open_language(const OpenDataSource& source) {
    return label_language(open_export_source(source), {});
}

ExportSource open_export_source(const OpenDataSource& source) {
    const std::size_t rows = source.records.counted();
    ExportSource out{source.study, source.records, {}, {}, {}};
    out.versions.assign(rows, {});
    out.states.assign(rows, source.records.rehearsal ? invented_mark : "published");
    for (const Level& level : source.records.levels)
        out.rounds.push_back(rounds_in_parents(level));
    return out;
}

std::vector<ExportedTable> open_tables(const OpenDataSource& source, LabelColumns labels) {
    const ExportSource exported = open_export_source(source);
    ExportOptions options;
    options.labels = labels == LabelColumns::one_language;
    options.language = static_cast<int>(label_language(exported, {}));
    std::vector<ExportedTable> tables = tables_to_export(exported, options);
    for (ExportedTable& table : tables) {
        const Level& level = source.records.levels[static_cast<std::size_t>(table.level)];
        std::vector<ExportColumn> columns;
        if (source.records.rehearsal) {
            columns.push_back(std::move(table.columns.front()));
            columns.back().words = "What this interview is";
        }
        columns.push_back(record_column(table.rows));
        if (table.level > 0) columns.push_back(parent_column(level));
        if (table.level == 0 && !source.weights.empty())
            columns.push_back(weight_column(source.weights));
        for (ExportColumn& column : table.columns) {
            if (column.question < 0) continue;
            column.when_blank.clear();
            columns.push_back(std::move(column));
        }
        table.columns = std::move(columns);
    }
    return tables;
}

std::string open_file_stem(const ExportedTable& table) {
    return table.name.empty() ? "microdata" : "microdata-" + table.name;
}

}  // namespace mtm
