#include "attack/public_tables.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <regex>

#include "attack/public_csv.h"
#include "base/text.h"

namespace mtm {

namespace {

using PublicJson = nlohmann::json;

Result<std::optional<long long>> printed_count(const std::string& text, std::size_t row) {
    if (text.empty()) return std::optional<long long>();
    long long out = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (problem != std::errc() || end != text.data() + text.size() || out < 0)
        return Error{"record " + std::to_string(row + 2) + ": “" + text +
                     "” is no number of people"};
    return std::optional<long long>(out);
}

// "north > male" by region and sex: who they are.
std::vector<std::pair<std::string, std::string>> path_in(const std::string& group,
                                                         const std::vector<std::string>& by) {
    std::vector<std::pair<std::string, std::string>> out;
    if (group.empty()) return out;
    std::string rest = group;
    for (std::size_t level = 0; level < by.size(); ++level) {
        const std::size_t end = level + 1 < by.size() ? rest.find(" > ") : std::string::npos;
        out.emplace_back(by[level], rest.substr(0, end));
        if (end == std::string::npos) break;
        rest = rest.substr(end + 3);
    }
    return out;
}

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> out;
    for (const std::string_view word : words(text))
        out.emplace_back(word);
    return out;
}

// Gathers cells, record by record, into tables.
class PublicTableMaker {
public:
    void add(PublicTable of,
             const std::string& group,
             const std::string& category,
             PublicCell cell) {
        const std::string key = of.name + "\n" + of.question + "\n" + join(of.by, " ") + "\n" +
                                of.statistic + "\n" + of.percent_of;
        const auto [at, first] = place_.emplace(key, tables_.size());
        const bool multiple = of.multiple;
        if (first) tables_.push_back(std::move(of));
        PublicTable& table = tables_[at->second];
        table.multiple |= multiple;
        PublicGroup& into = group_of(table, group);
        const bool of_group = table.percent_of.empty() || table.percent_of == "column";
        if (of_group && cell.base) into.base = cell.base;
        auto c = std::find(table.categories.begin(), table.categories.end(), category);
        const auto index = static_cast<std::size_t>(c - table.categories.begin());
        if (c == table.categories.end()) table.categories.push_back(category);
        into.cells.resize(std::max(into.cells.size(), index + 1));
        into.cells[index] = std::move(cell);
    }

    std::vector<PublicTable> tables() {
        for (PublicTable& table : tables_) {
            for (PublicGroup& group : table.groups)
                group.cells.resize(table.categories.size());
        }
        return std::move(tables_);
    }

private:
    static PublicGroup& group_of(PublicTable& table, const std::string& name) {
        for (PublicGroup& group : table.groups) {
            if (group.name == name) return group;
        }
        table.groups.push_back({name, path_in(name, table.by), {}, {}});
        return table.groups.back();
    }

    std::map<std::string, std::size_t> place_;
    std::vector<PublicTable> tables_;
};

std::string text_in(const PublicJson& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

bool truth_in(const PublicJson& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::optional<long long> count_in(const PublicJson& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<long long>();
}

PublicCell cell_in(const PublicJson& json) {
    PublicCell out;
    out.count = count_in(json, "n");
    out.base = count_in(json, "base");
    if (json.contains("value") && json["value"].is_number()) out.value = json["value"].dump();
    out.withheld = truth_in(json, "withheld");
    return out;
}

PublicTable table_in(const PublicJson& json) {
    PublicTable out;
    out.name = text_in(json, "name");
    out.question = text_in(json, "question");
    out.statistic = text_in(json, "statistic");
    if (out.statistic == "percent") out.percent_of = text_in(json, "percent_of");
    out.multiple = truth_in(json, "multiple");
    out.weighted = truth_in(json, "weighted");
    out.nested = truth_in(json, "nested");
    out.top = static_cast<int>(count_in(json, "top").value_or(0));
    out.top_of_each = truth_in(json, "top_of_each");
    if (json.contains("by") && json["by"].is_array()) {
        for (const PublicJson& name : json["by"]) {
            if (name.is_string()) out.by.push_back(name.get<std::string>());
        }
    }
    if (json.contains("base") && json["base"].is_object()) {
        const PublicJson& base = json["base"];
        out.everyone = truth_in(base, "everyone");
        out.where = text_in(base, "where");
        out.asked = text_in(base, "wording");
        if (out.asked.empty() && base.contains("asked") && base["asked"].is_array()) {
            for (const PublicJson& name : base["asked"]) {
                if (!name.is_string()) continue;
                out.asked += (out.asked.empty() ? "were asked " : ", ") + name.get<std::string>();
            }
        }
    }
    if (json.contains("remarks") && json["remarks"].is_array()) {
        out.groups_overlap = std::ranges::any_of(json["remarks"], [](const PublicJson& remark) {
            return remark.is_object() && text_in(remark, "reason") == "groups-overlap";
        });
    }
    if (!json.contains("groups") || !json["groups"].is_array()) return out;
    for (const PublicJson& given : json["groups"]) {
        if (!given.is_object() || !given.contains("cells") || !given["cells"].is_array()) continue;
        PublicGroup group;
        group.name = text_in(given, "group");
        group.path = path_in(group.name, out.by);
        group.base = count_in(given, "base");
        for (const PublicJson& cell : given["cells"]) {
            if (out.groups.empty()) out.categories.push_back(text_in(cell, "category"));
            group.cells.push_back(cell_in(cell));
        }
        group.cells.resize(out.categories.size());
        out.groups.push_back(std::move(group));
    }
    return out;
}

}  // namespace

Result<PublicTables> read_public_tables_csv(std::string_view text) {
    const PublicCsv csv = TRY(read_public_csv(text));
    for (const char* name :
         {"table", "question", "by", "group", "category", "statistic", "value"}) {
        if (!csv.column(name))
            return Error{"the column “" + std::string(name) + "” of published tables is missing"};
    }
    PublicTableMaker maker;
    for (std::size_t r = 0; r < csv.rows.size(); ++r) {
        PublicTable table;
        table.name = csv.at(r, "table");
        table.question = csv.at(r, "question");
        table.by = names_in(csv.at(r, "by"));
        table.statistic = csv.at(r, "statistic");
        table.percent_of = csv.at(r, "percent_of");
        table.multiple = csv.at(r, "multiple") == "yes";
        table.weighted = csv.at(r, "weighted") == "yes";
        PublicCell cell;
        cell.count = TRY(printed_count(csv.at(r, "n"), r));
        cell.base = TRY(printed_count(csv.at(r, "base"), r));
        cell.value = csv.at(r, "value");
        cell.withheld = csv.at(r, "withheld") == "yes";
        maker.add(std::move(table), csv.at(r, "group"), csv.at(r, "category"), std::move(cell));
    }
    return PublicTables{.interviews = std::nullopt, .rounded_to = 0, .tables = maker.tables()};
}

Result<PublicTables> read_public_tables_json(std::string_view text) {
    const PublicJson json = PublicJson::parse(text, nullptr, false);
    if (json.is_discarded()) return Error{"the published tables are not JSON"};
    if (!json.is_object() || !json.contains("tables") || !json["tables"].is_array())
        return Error{"the published tables have no list “tables”"};
    PublicTables out;
    out.interviews = count_in(json, "counted");
    out.rounded_to = count_in(json, "rounded_to").value_or(0);
    if (out.interviews && out.rounded_to > 0)
        out.interviews =
            (2 * *out.interviews + out.rounded_to) / (2 * out.rounded_to) * out.rounded_to;
    for (const PublicJson& table : json["tables"]) {
        if (!table.is_object()) return Error{"“tables” holds something that is no table"};
        out.tables.push_back(table_in(table));
        if (!table.contains("parts") || !table["parts"].is_array()) continue;
        const bool overlap = out.tables.back().groups_overlap;  // remarks are of the whole
        for (const PublicJson& part : table["parts"]) {
            out.tables.push_back(table_in(part));
            out.tables.back().groups_overlap |= overlap;
        }
    }
    return out;
}

std::optional<PrintedDecimal> printed_decimal(std::string_view text) {
    PrintedDecimal out;
    bool point = false;
    bool any = false;
    int digits = 0;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (is_digit(c)) {
            if (out.digits > 0 || c != '0') ++digits;
            if (digits > 17) return std::nullopt;
            out.digits = 10 * out.digits + (c - '0');
            if (point) ++out.decimals;
            any = true;
        } else {
            return std::nullopt;
        }
    }
    if (!any) return std::nullopt;
    return out;
}

}  // namespace mtm
