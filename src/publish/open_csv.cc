#include "publish/open_csv.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "exchange/csv_guard.h"
#include "report/number_json.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;
using Type = OpenVariable::Type;

std::string quoted(std::string text) {
    const bool plain = text.find_first_of(",\"\r\n") == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    return plain ? text : "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

// With the bytes that are no UTF-8 replaced, as JSON wants it.
std::string json_of(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_value(Type type, const std::string& text) {
    if (text.empty()) return "null";
    const bool number = type == Type::record || type == Type::integer || type == Type::decimal ||
                        type == Type::flag;
    // A text that no row has may be no number.
    const auto spelled = number ? number_spelled(text) : std::nullopt;
    return json_of(spelled ? number_json(spelled) : Json(text));
}

}  // namespace

std::string open_csv(const std::vector<ExportColumn>& columns,
                     std::size_t rows,
                     const std::vector<std::string>& second_header) {
    std::vector<ExportColumn> written = columns;
    std::string out;
    for (std::size_t c = 0; c < written.size(); ++c) {
        out += (c == 0 ? "" : ",") + quoted(written[c].name);
        for (std::string& text : written[c].texts)
            text = quoted(guarded(text, false));
    }
    out += '\n';
    for (std::size_t c = 0; c < second_header.size(); ++c)
        out += (c == 0 ? "" : ",") + quoted(second_header[c]);
    if (!second_header.empty()) out += '\n';
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t c = 0; c < written.size(); ++c) {
            if (c > 0) out += ',';
            out += written[c].text(row);
        }
        out += '\n';
    }
    return out;
}

std::string open_json(const OpenTable& table) {
    std::vector<ExportColumn> columns;
    std::vector<std::string> keys;
    for (const OpenVariable& variable : table.variables) {
        ExportColumn& column = columns.emplace_back(*variable.column);
        for (std::string& text : column.texts)
            text = json_value(variable.type, text);
        keys.push_back(json_of(variable.name) + ":");
    }
    std::string out = "[";
    for (std::size_t row = 0; row < table.table->rows; ++row) {
        out += row == 0 ? "\n{" : ",\n{";
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (c > 0) out += ',';
            out += keys[c];
            const std::string_view text = columns[c].text(row);
            out += text.empty() ? "null" : text;
        }
        out += '}';
    }
    return out + "\n]\n";
}

}  // namespace mtm
