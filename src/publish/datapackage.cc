// https://datapackage.org/standard/data-package/ and table-schema, version 2.0.
#include "publish/datapackage.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"
#include "publish/checksums.h"
#include "publish/package_files.h"
#include "report/number_json.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;
using Type = OpenVariable::Type;

const char* type_name(Type type) {
    switch (type) {
        case Type::record:
        case Type::integer:
        case Type::flag:
            return "integer";
        case Type::decimal:
            return "number";
        case Type::date:
            return "date";
        case Type::choices:
            return "list";
        default:
            return "string";
    }
}

// Categories are the answers; what says that there is none is a missing value of the field.
Json categories_json(const OpenVariable& variable, std::size_t language) {
    Json out = Json::array();
    for (const OpenCategory& category : variable.categories) {
        if (category.meaning != MissingChoice::answer) continue;
        const std::string& label = category.label.in(language);
        const bool flag = variable.type == Type::flag;
        out.push_back({{"value", flag ? Json(category.value == "1" ? 1 : 0) : Json(category.value)},
                       {"label", label.empty() ? category.value : label}});
    }
    return out;
}

Json missing_json(const OpenVariable& variable, std::size_t language) {
    Json out = Json::array({{{"value", ""}, {"label", "not asked, not answered, or blanked"}}});
    for (const OpenCategory& category : variable.categories) {
        if (category.meaning == MissingChoice::answer) continue;
        const std::string& label = category.label.in(language);
        out.push_back(
            {{"value", category.value}, {"label", label.empty() ? category.value : label}});
    }
    for (const double number : variable.missing_numbers)
        out.push_back({{"value", fmt::format("{}", number)}, {"label", "no answer"}});
    return out;
}

Json field_json(const OpenVariable& variable, std::size_t language) {
    Json out;
    out["name"] = variable.name;
    out["type"] = type_name(variable.type);
    if (variable.type == Type::choices) {
        out["delimiter"] = " ";
        out["itemType"] = "string";
    }
    const std::string& label = variable.label.in(language);
    if (!label.empty()) out["title"] = label;
    std::string words = "Of " + variable.universe + ".";
    if (const std::string done = protection_words(variable); !done.empty())
        words += " To protect people: " + done + ".";
    if (variable.question != nullptr) out["description"] = words;
    const bool categorical = variable.type == Type::one_choice || variable.type == Type::flag;
    if (categorical && variable.question != nullptr) {
        out["categories"] = categories_json(variable, language);
        const bool ordered = variable.type == Type::one_choice && variable.protection != nullptr &&
                             variable.protection->ordered;
        out["categoriesOrdered"] = ordered;
    }
    if (variable.question != nullptr) out["missingValues"] = missing_json(variable, language);
    if (variable.type == Type::record) out["constraints"] = {{"required", true}};
    return out;
}

Json schema_json(const OpenTable& table, std::size_t language) {
    Json out;
    out["$schema"] = "https://datapackage.org/profiles/2.0/tableschema.json";
    out["fields"] = Json::array();
    for (const OpenVariable& variable : table.variables)
        out["fields"].push_back(field_json(variable, language));
    out["missingValues"] = Json::array({""});
    out["primaryKey"] = Json::array({"record"});
    if (table.table->level == 0) return out;
    // Of a repeat in a repeat the table that holds it is another one, which has record too.
    out["description"] = "parent_record is the record of the table that holds the repeat.";
    return out;
}

// The columns of tables.csv, which all may be blank.
Json tables_schema(const std::string& csv) {
    Json out;
    out["$schema"] = "https://datapackage.org/profiles/2.0/tableschema.json";
    out["fields"] = Json::array();
    const std::string header = csv.substr(0, csv.find('\n'));
    for (const std::string_view name : split(header, ',')) {
        const bool whole = name == "n" || name == "base" || name == "depth";
        const bool number =
            name == "value" || name == "low" || name == "high" || name == "se" || name == "cv";
        out["fields"].push_back({{"name", name},
                                 {"type",
                                  whole    ? "integer"
                                  : number ? "number"
                                           : "string"}});
    }
    out["missingValues"] = Json::array({""});
    return out;
}

Json resource_json(const DescribedData& data, const ExportedFile& file) {
    const PackageFileKind& kind = kind_of_file(file.name);
    Json out;
    out["name"] = replace_all(lower_ascii(file.name), ".", "-");
    out["path"] = file.name;
    out["description"] = description_of_file(file.name);
    out["format"] = kind.ending.substr(1);
    out["mediatype"] = kind.mediatype;
    out["bytes"] = file.bytes.size();
    out["hash"] = "sha256:" + sha256_digits(file.bytes);
    if (kind.ending != ".csv") return out;
    out["encoding"] = "utf-8";
    for (const OpenTable& table : data.tables) {
        if (file.name != table.stem + ".csv") continue;
        out["type"] = "table";
        out["schema"] = schema_json(table, data.language);
    }
    if (file.name == "tables.csv") {
        out["type"] = "table";
        out["schema"] = tables_schema(file.bytes);
    }
    return out;
}

}  // namespace

std::string data_package_json(const DescribedData& data,
                              const DatasetFacts& facts,
                              const std::vector<ExportedFile>& files) {
    Json out;
    out["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json";
    out["name"] = facts.name;
    const std::string& doi = data.source.study.file.publish.doi;
    if (!doi.empty()) out["id"] = "https://doi.org/" + doi;
    out["title"] = facts.title;
    out["description"] = (facts.invented ? std::string(invented_mark) + ". " : "") + facts.summary;
    if (facts.licence != nullptr) {
        out["licenses"] = Json::array({{{"name", facts.licence->id},
                                        {"path", facts.licence->url},
                                        {"title", facts.licence->title}}});
    }
    if (!facts.producer.empty()) {
        out["contributors"] =
            Json::array({{{"title", facts.producer}, {"roles", Json::array({"creator"})}}});
        const std::string& contact = data.source.study.file.publish.contact;
        if (!contact.empty()) out["contributors"][0]["email"] = contact;
    }
    const std::vector<std::string>& tags = data.source.study.file.publish.tags;
    if (!tags.empty()) out["keywords"] = tags;
    out["resources"] = Json::array();
    for (const ExportedFile& file : files) {
        if (is_data_file(file.name)) out["resources"].push_back(resource_json(data, file));
    }
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mtm
