#include "capture/public_data.h"

#include <algorithm>

namespace mtm {
namespace {

Result<PublicRows> rows_of(const Json& from, const std::string& name) {
    PublicRows out;
    if (!from.is_object() || !from.contains("fields") || !from.contains("rows") ||
        !from["fields"].is_array() || !from["rows"].is_array())
        return Error{"“" + name + "” has no fields and rows"};
    for (const Json& field : from["fields"]) {
        if (!field.is_string()) return Error{"a field of “" + name + "” has no name"};
        out.fields.push_back(field.get<std::string>());
    }
    out.rows.reserve(from["rows"].size());
    for (const Json& row : from["rows"]) {
        if (!row.is_array() || row.size() != out.fields.size() ||
            std::ranges::any_of(row, [](const Json& cell) { return cell.is_structured(); })) {
            return Error{"row " + std::to_string(out.rows.size() + 1) + " of “" + name +
                         "” is not of its fields"};
        }
        out.rows.emplace_back(row.begin(), row.end());
    }
    return out;
}

}  // namespace

int PublicRows::find(std::string_view field) const {
    const auto at = std::ranges::find(fields, field);
    return at == fields.end() ? -1 : static_cast<int>(at - fields.begin());
}

Result<PublicData> read_public_data(std::string_view bytes) {
    const Json parsed = Json::parse(bytes, nullptr, false);
    if (!parsed.is_object()) return Error{"it is no JSON object"};
    if (!parsed.contains("format") || parsed["format"] != 1)
        return Error{"it is of a format that is not known here"};
    if (!parsed.contains("operation") || !parsed["operation"].is_object())
        return Error{"it does not say what it is of"};
    for (const char* part : {"tables", "figures"}) {
        if (!parsed.contains(part)) return Error{"it has no “" + std::string(part) + "”"};
    }
    PublicData out;
    out.operation = parsed["operation"];
    out.tables = TRY(rows_of(parsed["tables"], "tables"));
    out.figures = TRY(rows_of(parsed["figures"], "figures"));
    return out;
}

}  // namespace mtm
