#include "exchange/write_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/text.h"
#include "interview/levels.h"
#include "odata/json_text.h"

namespace mtm {
namespace {

// Digits as JSON admits them, for a number that a double holds.
bool is_json_number(std::string_view text) {
    if (text.size() > 17) return false;
    const bool negative = text.starts_with('-');
    const std::string_view plain = negative ? text.substr(1) : text;
    const std::size_t point = plain.find('.');
    const std::string_view whole = plain.substr(0, point);
    constexpr std::string_view digits = "0123456789";
    const auto only_digits = [digits](std::string_view part) {
        return !part.empty() && part.find_first_not_of(digits) == std::string_view::npos;
    };
    if (!only_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return false;
    return point == std::string_view::npos || only_digits(plain.substr(point + 1));
}

bool is_wanted(const ExportColumn& column) {
    using Kind = ExportColumn::Kind;
    return column.kind != Kind::choice && column.kind != Kind::place &&
           column.kind != Kind::parent_key;
}

// A column with its texts as they stand behind the colon.
struct JsonColumn {
    std::string key;  // with its quotation marks and colon
    ExportColumn values;
};

std::string json_text(std::string_view text) {
    std::string out;
    append_json(out, text);
    return out;
}

class Writer {
public:
    Writer(const ExportSource& source, const std::vector<ExportedTable>& tables)
        : form_(source.study.questionnaire), tables_(tables), levels_(form_) {
        for (const ExportedTable& table : tables) {
            std::vector<JsonColumn>& columns = columns_.emplace_back();
            for (const ExportColumn& column : table.columns) {
                if (is_wanted(column)) columns.push_back(as_json(column));
            }
        }
        find_children(source);
    }

    [[nodiscard]] std::string lines() const {
        std::string out;
        for (std::size_t row = 0; row < tables_[0].rows; ++row) {
            out += '{';
            append_row(out, 0, row, true);
            out += "}\n";
        }
        return out;
    }

    /// The answers of one row, with keys; those of the rounds below it too where wanted.
    void append_row(std::string& out, std::size_t level, std::size_t row, bool with_rounds) const {
        bool first = true;
        for (const JsonColumn& column : columns_[level]) {
            const std::string_view text = column.values.text(row);
            if (text.empty()) continue;
            if (!first) out += ", ";
            first = false;
            out += column.key;
            out += text;
        }
        if (!with_rounds) return;
        for (std::size_t below = level + 1; below < tables_.size(); ++below) {
            if (levels_.levels[below].parent != static_cast<int>(level)) continue;
            const std::vector<std::size_t>& rounds = children_[below][row];
            if (rounds.empty()) continue;
            if (!first) out += ", ";
            first = false;
            append_rounds(out, below, rounds);
        }
    }

private:
    static constexpr std::size_t no_row = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] JsonColumn as_json(const ExportColumn& column) const {
        JsonColumn out{"", column};
        std::string name = column.name;
        const Question* question = nullptr;
        if (column.question >= 0) {
            question = &form_.questions[static_cast<std::size_t>(column.question)];
            name = form_.path(column.question).substr(form_.root.size() + 2);
            if (column.kind == ExportColumn::Kind::label)
                name += column.name.substr(column.name.rfind("::"));
        }
        out.key = json_text(name) + ": ";
        const bool numeric = column.kind == ExportColumn::Kind::answer && question != nullptr &&
                             is_numeric(question->type);
        for (std::string& text : out.values.texts)
            text = numeric && is_json_number(text) ? text : json_text(text);
        out.values.when_blank = "null";
        return out;
    }

    // A round that holds nothing has its place in the list all the same.
    void find_children(const ExportSource& source) {
        children_.resize(tables_.size());
        for (std::size_t l = 1; l < tables_.size(); ++l) {
            const Level& level = source.dataset.levels[l];
            children_[l].resize(tables_[static_cast<std::size_t>(level.parent)].rows);
            for (std::size_t row = 0; row < level.rows; ++row) {
                const auto parent = static_cast<std::size_t>(level.parent_row[row]);
                const auto round = static_cast<std::size_t>(source.rounds[l][row]);
                std::vector<std::size_t>& rounds = children_[l][parent];
                if (rounds.size() <= round) rounds.resize(round + 1, no_row);
                rounds[round] = row;
            }
        }
    }

    void append_rounds(std::string& out,
                       std::size_t level,
                       const std::vector<std::size_t>& rounds) const {
        append_json(out, path_of_repeat(levels_.levels[level].repeat));
        out += ": [";
        for (std::size_t i = 0; i < rounds.size(); ++i) {
            out += i == 0 ? "{" : ", {";
            if (rounds[i] != no_row) append_row(out, level, rounds[i], true);
            out += '}';
        }
        out += ']';
    }

    [[nodiscard]] std::string path_of_repeat(int group) const {
        std::string path;
        for (int g = group; g >= 0; g = form_.groups[static_cast<std::size_t>(g)].parent) {
            const std::string& name = form_.groups[static_cast<std::size_t>(g)].name;
            path = path.empty() ? name : name + "/" + path;
        }
        return path;
    }

    const Questionnaire& form_;
    const std::vector<ExportedTable>& tables_;
    Levels levels_;
    std::vector<std::vector<JsonColumn>> columns_;                 // by table
    std::vector<std::vector<std::vector<std::size_t>>> children_;  // by table and row of its parent
};

// "43.2 76.9 0 5" as [76.9, 43.2]: longitude first, and no altitude, which tablets invent.
std::optional<std::string> position(std::string_view point) {
    const auto numbers = words(point);
    if (numbers.size() < 2) return std::nullopt;
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        double value = 0;
        const char* end = numbers[i].data() + numbers[i].size();
        const auto read = std::from_chars(numbers[i].data(), end, value);
        if (read.ec != std::errc() || read.ptr != end || !is_json_number(numbers[i]))
            return std::nullopt;
        if (std::fabs(value) > (i == 0 ? 90 : 180)) return std::nullopt;
    }
    return "[" + std::string(numbers[1]) + ", " + std::string(numbers[0]) + "]";
}

// Empty for what is none.
std::string geometry(QuestionType type, std::string_view answer) {
    if (type == QuestionType::geopoint) {
        const auto at = position(answer);
        return at ? R"({"type": "Point", "coordinates": )" + *at + "}" : "";
    }
    std::vector<std::string> positions;
    for (const std::string_view point : split(answer, ';')) {
        if (trim(point).empty()) continue;
        const auto at = position(point);
        if (!at) return "";
        positions.push_back(*at);
    }
    const bool area = type == QuestionType::geoshape;
    if (area && !positions.empty() && positions.front() != positions.back())
        positions.push_back(positions.front());
    if (positions.size() < (area ? 4U : 2U)) return "";
    const std::string list = "[" + join(positions, ", ") + "]";
    return area ? R"({"type": "Polygon", "coordinates": [)" + list + "]}"
                : R"({"type": "LineString", "coordinates": )" + list + "}";
}

bool is_place(QuestionType type) {
    return type == QuestionType::geopoint || type == QuestionType::geotrace ||
           type == QuestionType::geoshape;
}

}  // namespace

std::string json_lines(const ExportSource& source, const std::vector<ExportedTable>& tables) {
    return Writer(source, tables).lines();
}

ExportedMap geojson_file(const ExportSource& source, const std::vector<ExportedTable>& tables) {
    const Writer writer(source, tables);
    ExportedMap out;
    out.bytes = R"({"type": "FeatureCollection", )";
    if (source.dataset.rehearsal) out.bytes += "\"mtm_status\": " + json_text(invented_mark) + ", ";
    out.bytes += "\"features\": [\n";
    for (std::size_t l = 0; l < tables.size(); ++l) {
        for (const ExportColumn& column : tables[l].columns) {
            if (column.kind != ExportColumn::Kind::answer) continue;
            const QuestionType type =
                source.study.questionnaire.questions[static_cast<std::size_t>(column.question)]
                    .type;
            if (!is_place(type)) continue;
            out.has_questions = true;
            for (std::size_t row = 0; row < tables[l].rows; ++row) {
                if (column.text(row).empty()) continue;
                const std::string place = geometry(type, column.text(row));
                if (place.empty()) {
                    ++out.not_placed;
                    continue;
                }
                out.bytes += out.features++ == 0 ? "" : ",\n";
                out.bytes += R"({"type": "Feature", "geometry": )" + place +
                             R"(, "properties": {"mtm_question": )" + json_text(column.name) + ", ";
                writer.append_row(out.bytes, l, row, false);
                out.bytes += "}}";
            }
        }
    }
    out.bytes += "\n]}\n";
    return out;
}

}  // namespace mtm
