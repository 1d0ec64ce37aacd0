#include "publish/catalogue.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"
#include "publish/checksums.h"
#include "publish/package_files.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

std::string printed(const Json& json) {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// No "</script>" and no "<!--" can end it.
std::string embeddable(const Json& json) {
    return replace_all(printed(json), "<", "\\u003c");
}

std::string warning(const DatasetFacts& facts) {
    return facts.invented ? std::string(invented_mark) + ". " : std::string();
}

std::string methodology_text(const DatasetFacts& facts) {
    return facts.methodology.empty() ? std::string("The design of the sample is not described.")
                                     : join(facts.methodology, " ");
}

std::string caveats(const DatasetFacts& facts) {
    std::string out = warning(facts) + methodology_text(facts) + " ";
    for (const std::string& sentence : facts.protection)
        out += sentence + " ";
    return out + meaning_of_blanks() + (facts.terms.empty() ? "" : " " + facts.terms);
}

// "[2024-04-01T00:00:00 TO 2024-05-31T23:59:59]"
std::string hdx_period(const DatasetFacts& facts) {
    if (facts.begins.empty() || facts.ends.empty()) return "";
    return fmt::format("[{}T00:00:00 TO {}T23:59:59]", facts.begins, facts.ends);
}

void add_licence(const DatasetFacts& facts, Json& out) {
    if (facts.licence != nullptr) {
        out["license_id"] = facts.licence->id;
        return;
    }
    out["license_id"] = "hdx-other";
    out["license_other"] =
        facts.terms.empty() ? "No licence was given: ask before the data are used." : facts.terms;
}

// What somebody who asks for the data is told of them.
void add_request(const DescribedData& data, const std::vector<ExportedFile>& files, Json& out) {
    std::vector<std::string> fields;
    for (const OpenVariable& variable : data.tables.front().variables)
        fields.push_back(variable.name);
    std::vector<std::string> types;
    for (const ExportedFile& file : files) {
        const std::string format(kind_of_file(file.name).format);
        const bool is_new = std::find(types.begin(), types.end(), format) == types.end();
        if (file.name.starts_with("microdata") && is_new) types.push_back(format);
    }
    out["is_requestdata_type"] = true;
    out["field_names"] = fields;
    out["file_types"] = types;
    out["num_of_rows"] = data.tables.front().table->rows;
}

Json hdx_resources(const std::vector<ExportedFile>& files) {
    Json out = Json::array();
    for (const ExportedFile& file : files) {
        if (!is_data_file(file.name) && file.name != "codebook.xml") continue;
        out.push_back({{"name", file.name},
                       {"format", kind_of_file(file.name).format},
                       {"description", description_of_file(file.name)},
                       {"url_type", "upload"},
                       {"resource_type", "file.upload"}});
    }
    return out;
}

}  // namespace

std::string hdx_json(const DescribedData& data,
                     const DatasetFacts& facts,
                     const std::vector<ExportedFile>& files) {
    const PublishRules& rules = data.source.study.file.publish;
    Json out;
    out["name"] = facts.name;
    out["private"] = facts.invented;
    out["title"] = warning(facts) + facts.title;
    out["notes"] = warning(facts) + facts.summary;
    out["dataset_source"] = facts.producer;
    out["owner_org"] = rules.owner_org;
    out["maintainer"] = rules.maintainer;
    out["dataset_date"] = hdx_period(facts);
    out["data_update_frequency"] = update_frequency_code(rules.update_frequency);
    out["groups"] = Json::array({{{"name", lower_ascii(facts.iso3)}}});
    add_licence(facts, out);
    out["methodology"] = "Sample Survey";
    out["caveats"] = caveats(facts);
    out["tags"] = Json::array();
    for (const std::string& tag : rules.tags)
        out["tags"].push_back({{"name", tag}});
    if (facts.open) {
        out["resources"] = hdx_resources(files);
    } else {
        out.erase("license_id");
        out.erase("license_other");
        add_request(data, files, out);
    }
    return printed(out);
}

std::vector<std::string> gaps_of_hdx(const PublishRules& rules) {
    std::vector<std::string> out;
    const auto want = [&out](bool is_there, const char* words) {
        if (!is_there) out.emplace_back(words);
    };
    want(!rules.owner_org.empty(), "HDX wants an organisation: owner_org in [publish].");
    want(!rules.maintainer.empty(), "HDX wants somebody who answers: maintainer in [publish].");
    want(!rules.licence.empty(), "No licence was given: licence in [publish].");
    want(!rules.tags.empty(), "HDX wants tags of its vocabulary: tags in [publish].");
    want(!rules.summary.empty(), "Nothing says what the data are: summary in [publish].");
    want(!rules.contact.empty(), "Nobody can be asked: contact in [publish].");
    return out;
}

std::string schema_org_json(const DescribedData& data,
                            const DatasetFacts& facts,
                            const std::vector<ExportedFile>& files) {
    const PublishRules& rules = data.source.study.file.publish;
    Json out;
    out["@context"] = "https://schema.org/";
    out["@type"] = "Dataset";
    out["name"] = warning(facts) + facts.title;
    out["description"] = warning(facts) + facts.summary;
    if (!rules.doi.empty()) out["identifier"] = "https://doi.org/" + rules.doi;
    if (facts.licence != nullptr) out["license"] = facts.licence->url;
    if (!facts.terms.empty()) out["conditionsOfAccess"] = facts.terms;
    out["isAccessibleForFree"] = true;
    if (!facts.producer.empty())
        out["creator"] = {{"@type", "Organization"}, {"name", facts.producer}};
    if (!rules.contact.empty() && !facts.producer.empty()) {
        out["creator"]["contactPoint"] = {{"@type", "ContactPoint"},
                                          {"contactType", "questions on the data"},
                                          {"email", rules.contact}};
    }
    out["creditText"] = facts.citation;
    if (!rules.tags.empty()) out["keywords"] = rules.tags;
    if (!facts.begins.empty())
        out["temporalCoverage"] = facts.begins.substr(0, 7) + "/" + facts.ends.substr(0, 7);
    if (!facts.country.empty())
        out["spatialCoverage"] = {{"@type", "Country"}, {"name", facts.country}};
    if (!facts.methodology.empty()) out["measurementTechnique"] = methodology_text(facts);
    out["variableMeasured"] = Json::array();
    for (const OpenTable& table : data.tables) {
        for (const OpenVariable& variable : table.variables) {
            if (variable.question == nullptr || variable.column->kind != ExportColumn::Kind::answer)
                continue;
            Json one{{"@type", "PropertyValue"}, {"name", variable.name}};
            const std::string& label = variable.label.in(data.language);
            if (!label.empty()) one["description"] = label;
            out["variableMeasured"].push_back(std::move(one));
        }
    }
    if (!facts.open) return embeddable(out);
    out["distribution"] = Json::array();
    for (const ExportedFile& file : files) {
        if (!is_data_file(file.name)) continue;
        out["distribution"].push_back({{"@type", "DataDownload"},
                                       {"name", file.name},
                                       {"description", description_of_file(file.name)},
                                       {"contentUrl", file.name},
                                       {"encodingFormat", kind_of_file(file.name).mediatype},
                                       {"contentSize", fmt::format("{} B", file.bytes.size())},
                                       {"sha256", sha256_digits(file.bytes)}});
    }
    return embeddable(out);
}

std::string dcat_json(const DescribedData& data,
                      const DatasetFacts& facts,
                      const std::vector<ExportedFile>& files) {
    const PublishRules& rules = data.source.study.file.publish;
    const auto text = [](const std::string& words) {
        return Json{{"@value", words}, {"@language", "en"}};
    };
    Json out;
    out["@context"] = {{"dcat", "http://www.w3.org/ns/dcat#"},
                       {"dct", "http://purl.org/dc/terms/"},
                       {"foaf", "http://xmlns.com/foaf/0.1/"},
                       {"spdx", "http://spdx.org/rdf/terms#"},
                       {"vcard", "http://www.w3.org/2006/vcard/ns#"},
                       {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
    out["@type"] = "dcat:Dataset";
    if (!rules.doi.empty()) out["@id"] = "https://doi.org/" + rules.doi;
    out["dct:identifier"] = facts.name;
    out["dct:title"] = text(warning(facts) + facts.title);
    out["dct:description"] = text(warning(facts) + facts.summary);
    if (!facts.producer.empty())
        out["dct:publisher"] = {{"@type", "foaf:Organization"}, {"foaf:name", facts.producer}};
    if (!rules.contact.empty()) {
        out["dcat:contactPoint"] = {{"@type", "vcard:Organization"},
                                    {"vcard:fn", facts.producer},
                                    {"vcard:hasEmail", {{"@id", "mailto:" + rules.contact}}}};
    }
    if (facts.licence != nullptr) out["dct:license"] = {{"@id", facts.licence->url}};
    if (!facts.terms.empty())
        out["dct:rights"] = {{"@type", "dct:RightsStatement"}, {"dct:description", facts.terms}};
    out["dct:bibliographicCitation"] = facts.citation;
    if (!rules.tags.empty()) out["dcat:keyword"] = rules.tags;
    if (!facts.begins.empty()) {
        const auto date = [](const std::string& day) {
            return Json{{"@value", day}, {"@type", "xsd:date"}};
        };
        out["dct:temporal"] = {{"@type", "dct:PeriodOfTime"},
                               {"dcat:startDate", date(facts.begins)},
                               {"dcat:endDate", date(facts.ends)}};
    }
    if (!facts.country.empty())
        out["dct:spatial"] = {{"@type", "dct:Location"}, {"dct:title", facts.country}};
    if (!facts.open) return embeddable(out);
    out["dcat:distribution"] = Json::array();
    for (const ExportedFile& file : files) {
        if (!is_data_file(file.name)) continue;
        const std::string media(kind_of_file(file.name).mediatype);
        out["dcat:distribution"].push_back(
            {{"@type", "dcat:Distribution"},
             {"dct:title", file.name},
             {"dct:description", text(description_of_file(file.name))},
             {"dcat:downloadURL", {{"@id", file.name}}},
             {"dcat:mediaType", {{"@id", "https://www.iana.org/assignments/media-types/" + media}}},
             {"dcat:byteSize", file.bytes.size()},
             {"spdx:checksum",
              {{"@type", "spdx:Checksum"},
               {"spdx:algorithm", {{"@id", "spdx:checksumAlgorithm_sha256"}}},
               {"spdx:checksumValue", sha256_digits(file.bytes)}}}});
    }
    return embeddable(out);
}

}  // namespace mtm
