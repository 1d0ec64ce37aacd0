#include "exchange/json_tables.h"

#include <array>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/cell_value.h"
#include "workbook/read.h"
#include "workbook/text_encoding.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 64;  // lists and objects within each other

// Beside the answers of KoboToolbox: lists and objects that hold none.
constexpr std::array<std::string_view, 7> of_the_server{"_attachments",
                                                        "_geolocation",
                                                        "_notes",
                                                        "_tags",
                                                        "_validation_status",
                                                        "_supplementalDetails",
                                                        "_audit"};

bool is_of_the_server(std::string_view key) {
    return std::ranges::find(of_the_server, key) != of_the_server.end() ||
           key.find("@odata.") != std::string_view::npos;
}

// "43.2 76.9 0 5" of a point of GeoJSON, and points with semicolons of a line or an area.
std::string position_text(const Json& position) {
    const auto number = [&position](std::size_t i) {
        return i < position.size() && position[i].is_number()
                   ? number_text(position[i].get<double>())
                   : std::string("0");
    };
    if (!position.is_array() || position.size() < 2) return "";
    std::string out = number(1) + " " + number(0);
    if (position.size() > 2 && position[2].is_number()) out += " " + number(2);
    return out;
}

std::optional<std::string> geography_text(const Json& object) {
    const auto type = object.find("type");
    const auto places = object.find("coordinates");
    if (type == object.end() || places == object.end() || !type->is_string() ||
        !places->is_array()) {
        return std::nullopt;
    }
    if (*type == "Point") {
        std::string out = position_text(*places);
        const auto properties = object.find("properties");
        if (properties == object.end() || !properties->is_object()) return out;
        const auto accuracy = properties->find("accuracy");
        if (accuracy == properties->end() || !accuracy->is_number()) return out;
        if (places->size() < 3 || !(*places)[2].is_number()) out += " 0";
        return out + " " + number_text(accuracy->get<double>());
    }
    const Json* line = &*places;
    if (*type == "Polygon" && !line->empty()) line = &line->front();
    std::vector<std::string> out;
    if (line->is_array()) {
        for (const Json& position : *line)
            out.push_back(position_text(position));
    }
    return join(out, ";");
}

std::optional<Cell> cell_of(const Json& value) {
    if (value.is_string()) return text_cell(value.get<std::string>());
    if (value.is_boolean()) return boolean_cell(value.get<bool>());
    if (value.is_number_float()) return Cell{Cell::Kind::number, number_text(value.get<double>())};
    if (value.is_number()) return Cell{Cell::Kind::number, value.dump()};
    return std::nullopt;
}

// "red blue" of a list of texts; nothing of other lists.
std::optional<std::string> joined(const Json& list) {
    std::string out;
    for (const Json& each : list) {
        const auto cell = cell_of(each);
        if (!cell) return std::nullopt;
        out += (out.empty() ? "" : " ") + cell->text;
    }
    return out;
}

class JsonTables {
public:
    JsonTables(std::string_view file_name, const ReadLimits& limits)
        : file_(file_name), limits_(limits), budget_{limits.cells, limits.text_bytes} {}

    Status add_list(const Json& list, const std::string& table) {
        for (const Json& each : list)
            TRY(add_interview(each, table));
        return Done{};
    }

    // A row of the main table; or of a repeat's, "Submissions.household.member" of OData.
    Status add_interview(const Json& object, const std::string& table) {
        ++items_;
        if (!object.is_object())
            return Error{fmt::format("{}: item {} is no object, so no interview", file_, items_)};
        const std::size_t dot = table.find('.');
        const std::string path =
            dot == std::string::npos ? "" : replace_all(table.substr(dot + 1), ".", "/");
        const std::string name =
            path.empty() ? table_name_of(file_) : path.substr(path.rfind('/') + 1);
        return add_row(object, table_named(path, name), path, "");
    }

    Result<Workbook> finished() {
        Workbook out;
        for (Table& table : tables_) {
            Sheet& sheet = out.sheets.emplace_back();
            sheet.name = std::move(table.name);
            for (std::size_t c = 0; c < table.headers.size(); ++c)
                TRY(set(sheet, 0, static_cast<int>(c), text_cell(table.headers[c])));
            for (std::size_t r = 0; r < table.rows.size(); ++r) {
                for (auto& [column, cell] : table.rows[r])
                    TRY(set(sheet, static_cast<int>(r) + 1, column, std::move(cell)));
            }
        }
        return out;
    }

private:
    using Row = std::vector<std::pair<int, Cell>>;

    struct Table {
        std::string path;  // tells it from others
        std::string name;
        std::vector<std::string> headers;
        std::unordered_map<std::string, int> columns;
        std::vector<Row> rows;
    };

    Table& table_named(const std::string& path, const std::string& name) {
        for (Table& table : tables_) {
            if (table.path == path) return table;
        }
        Table& table = tables_.emplace_back();
        table.path = path;
        table.name = name;
        return table;
    }

    static void put(Table& table, Row& row, const std::string& header, Cell cell) {
        const auto [at, is_new] =
            table.columns.try_emplace(header, static_cast<int>(table.headers.size()));
        if (is_new) table.headers.push_back(header);
        row.emplace_back(at->second, std::move(cell));
    }

    Status add_row(const Json& object,
                   Table& table,
                   const std::string& path,
                   const std::string& parent_index) {
        const std::string index = fmt::format("{}:{}", file_, table.rows.size() + 1);
        Row row;
        put(table, row, "_index", text_cell(index));
        if (!parent_index.empty()) put(table, row, "_parent_index", text_cell(parent_index));
        const std::size_t number = table.rows.size();
        table.rows.emplace_back();
        put_id(object, table, row);
        TRY(put_values(object, table, row, path, index));
        table.rows[number] = std::move(row);
        return Done{};
    }

    // By the id that it had before all edits.
    static void put_id(const Json& object, Table& table, Row& row) {
        const auto text_at = [](const Json& in, const char* key) -> std::string {
            const auto found = in.is_object() ? in.find(key) : in.end();
            return found != in.end() && found->is_string() ? found->get<std::string>() : "";
        };
        if (const std::string id = text_at(object, "__id"); !id.empty())
            return put(table, row, "KEY", text_cell(id));
        const auto meta = object.find("meta");
        std::string id = text_at(object, "meta/rootUuid");
        if (id.empty()) id = text_at(object, "meta/instanceID");
        if (id.empty() && meta != object.end()) id = text_at(*meta, "instanceID");
        if (!id.empty()) {
            const bool is_bare = id.find(':') == std::string::npos;
            put(table, row, "meta/instanceID", text_cell((is_bare ? "uuid:" : "") + id));
        } else if (id = text_at(object, "_uuid"); !id.empty()) {
            put(table, row, "_uuid", text_cell(id));
        }
    }

    // put_id() has what is there.
    static bool is_identity(std::string_view key, const std::string& path) {
        return key == "__id" || key == "_uuid" || key == "meta/rootUuid" ||
               key == "meta/instanceID" || (key == "meta" && path.empty());
    }

    Status put_values(const Json& object,
                      Table& table,
                      Row& row,
                      const std::string& path,
                      const std::string& index) {
        for (const auto& [key, value] : object.items()) {
            if (value.is_null() || is_of_the_server(key) || is_identity(key, path)) continue;
            if (key == "__system") {
                put_system(value, table, row);
                continue;
            }
            const bool is_whole =
                path.empty() || key.starts_with(path + "/") || key.starts_with('_');
            const bool names_parent = key.starts_with("__") && key.ends_with("-id");
            const std::string name = names_parent ? "PARENT_KEY"
                                     : is_whole   ? key
                                                  : path + "/" + key;
            if (value.is_object()) {
                const auto geography = geography_text(value);
                if (geography) put(table, row, name, text_cell(*geography));
                if (!geography) TRY(put_values(value, table, row, name, index));
            } else if (value.is_array()) {
                TRY(put_list(value, table, row, name, index));
            } else if (auto cell = cell_of(value)) {
                put(table, row, name, std::move(*cell));
            }
        }
        return Done{};
    }

    static void put_system(const Json& system, Table& table, Row& row) {
        for (const auto& [key, header] : {std::pair{"submissionDate", "SubmissionDate"},
                                          std::pair{"formVersion", "FormVersion"}}) {
            const auto found = system.is_object() ? system.find(key) : system.end();
            if (found != system.end() && found->is_string())
                put(table, row, header, text_cell(found->get<std::string>()));
        }
    }

    Status put_list(const Json& list,
                    Table& table,
                    Row& row,
                    const std::string& name,
                    const std::string& index) {
        if (const auto texts = joined(list)) {
            if (!texts->empty()) put(table, row, name, text_cell(*texts));
            return Done{};
        }
        if (static_cast<int>(tables_.size()) > limits_.sheets)
            return Error{fmt::format("{}: it has more than {} repeats", file_, limits_.sheets)};
        // A name alone says nothing of the groups round it, nor do those below it.
        const std::string rounds_path = name.find('/') == std::string::npos ? "" : name;
        Table& rounds = table_named(table.path + "\n" + name, name.substr(name.rfind('/') + 1));
        for (const Json& each : list) {
            if (!each.is_object()) {
                return Error{fmt::format(
                    "{}: the list “{}” of {} holds objects and others", file_, name, index)};
            }
            TRY(add_row(each, rounds, rounds_path, index));
        }
        return Done{};
    }

    Status set(Sheet& sheet, int row, int column, Cell cell) {
        if (set_within(budget_, sheet, row, column, std::move(cell))) return Done{};
        return Error{fmt::format("{}: it holds more than {} million values: split the file",
                                 file_,
                                 limits_.cells / 1'000'000)};
    }

    const std::string file_;
    const ReadLimits limits_;
    CellBudget budget_;
    std::deque<Table> tables_;  // places stay
    std::size_t items_ = 0;
};

// The value of a text, or why it is none.
Result<Json> parse(std::string_view text) {
    bool too_deep = false;
    try {
        Json out = Json::parse(
            text.begin(), text.end(), [&too_deep](int depth, Json::parse_event_t, Json&) {
                too_deep = too_deep || depth > deepest;
                return !too_deep;
            });
        if (too_deep) return Error{fmt::format("lists within lists {} deep", deepest)};
        return out;
    } catch (const Json::exception& wrong) {
        std::string_view what = wrong.what();
        if (const std::size_t at = what.find("] "); at != std::string_view::npos)
            what.remove_prefix(at + 2);
        return Error{"this is no JSON, or it is cut off: " + std::string(what)};
    }
}

Status add_lines(std::string_view text, JsonTables& tables) {
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        const Result<Json> object = parse(line);
        if (!object) return object.error().in(fmt::format("line {}", number));
        TRY(tables.add_interview(*object, "Submissions"));
    }
    return Done{};
}

// The table that a page of OData is of: behind the # of its context.
std::string table_of_page(const Json& page) {
    const auto context = page.find("@odata.context");
    if (context == page.end() || !context->is_string()) return "Submissions";
    const std::string text = context->get<std::string>();
    const std::size_t at = text.rfind('#');
    return at == std::string::npos ? "Submissions" : text.substr(at + 1);
}

Status add_text(std::string_view text, JsonTables& tables) {
    const std::string_view first_line = trim(text.substr(0, text.find('\n')));
    if (first_line.starts_with('{') && first_line.size() < trim(text).size() && parse(first_line))
        return add_lines(text, tables);
    const Json value = TRY(parse(text));
    if (value.is_array()) return tables.add_list(value, "Submissions");
    for (const char* key : {"results", "value"}) {
        const auto list = value.is_object() ? value.find(key) : value.end();
        if (list != value.end() && list->is_array())
            return tables.add_list(*list, table_of_page(value));
    }
    return tables.add_interview(value, "Submissions");
}

}  // namespace

bool may_be_json(std::string_view beginning) {
    if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
    const std::string_view text = trim(beginning);
    if (text.starts_with('{')) return true;
    return text.starts_with('[') && trim(text.substr(1)).find_first_of("{]") == 0;
}

Result<Workbook> read_json_tables(std::string_view bytes,
                                  std::string_view file_name,
                                  const ReadLimits& limits) {
    const Result<std::string> text = decode_text(bytes);
    if (!text) return text.error().in(file_name);
    JsonTables tables(file_name, limits);
    if (const Status added = add_text(trim(*text), tables); !added)
        return added.error().message.starts_with(file_name) ? added.error()
                                                            : added.error().in(file_name);
    return tables.finished();
}

}  // namespace mtm
