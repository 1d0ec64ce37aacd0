// Names of fields are those of NADA's schemas (ihsn/nada: api-documentation/catalog-admin), in
// which a statistic is a whole number or a text.
#include "publish/nada.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;
using Type = OpenVariable::Type;

Json citation_json(const DescribedData& data, const DatasetFacts& facts) {
    const StudyFile& file = data.source.study.file;
    Json out;
    out["title_statement"] = {{"idno", facts.name}, {"title", facts.title}};
    out["authoring_entity"] = Json::array({{{"name", facts.producer}}});
    Json funders = Json::array();
    for (const std::string& funder : file.funders)
        funders.push_back({{"name", funder}});
    out["production_statement"] = {{"producers", Json::array({{{"name", facts.producer}}})},
                                   {"funding_agencies", funders}};
    if (!file.publish.contact.empty()) {
        out["distribution_statement"]["contact"] =
            Json::array({{{"name", facts.producer}, {"email", file.publish.contact}}});
    }
    out["version_statement"] = {{"version", file.round}};
    out["bib_citation"] = facts.citation;
    return out;
}

Json scope_json(const DescribedData& data, const DatasetFacts& facts) {
    Json out;
    out["keywords"] = Json::array();
    for (const std::string& tag : data.source.study.file.publish.tags)
        out["keywords"].push_back({{"keyword", tag}});
    out["abstract"] = facts.summary;
    if (!facts.begins.empty()) {
        out["coll_dates"] =
            Json::array({{{"start", facts.begins.substr(0, 7)}, {"end", facts.ends.substr(0, 7)}}});
    }
    out["nation"] = Json::array({{{"name", facts.country}, {"abbreviation", facts.iso3}}});
    out["geog_coverage"] = join(data.source.study.file.coverage.cities, ", ");
    out["analysis_unit"] = "Individual";
    out["data_kind"] = "Sample survey data [ssd]";
    return out;
}

Json study_json(const DescribedData& data, const DatasetFacts& facts) {
    const StudyFile& file = data.source.study.file;
    Json study = citation_json(data, facts);
    study["study_info"] = scope_json(data, facts);
    study["method"]["data_collection"] = {
        {"sampling_procedure", join(facts.methodology, " ")},
        {"coll_mode", Json::array({"Interview, with a form on a device or on paper"})},
        {"weight",
         data.source.weights.empty() ? "None: each record stands for itself."
                                     : "The variable weight says how many people a record stands "
                                       "for."}};
    Json& use = study["data_access"]["dataset_use"];
    use["conf_dec"] = Json::array({{{"txt", join(facts.protection, " ")}, {"required", "yes"}}});
    use["cit_req"] = facts.citation;
    std::string conditions = facts.licence == nullptr ? "" : std::string(facts.licence->title);
    if (!facts.terms.empty()) conditions += (conditions.empty() ? "" : ". ") + facts.terms;
    use["conditions"] = conditions;
    use["disclaimer"] = join(file.disclaimer, " ");
    Json out;
    out["access_policy"] = facts.invented ? "data_na" : facts.open ? "open" : "licensed";
    out["published"] = 0;
    out["overwrite"] = "no";
    if (facts.invented) out["additional"]["warning"] = invented_mark;
    out["study_desc"] = std::move(study);
    return out;
}

Json statistic(const char* type, const std::string& value) {
    return {{"type", type}, {"value", value}};
}

Json statistics_json(const OpenVariable& variable) {
    Json out =
        Json::array({statistic("vald", std::to_string(variable.answered)),
                     statistic("invd", std::to_string(variable.records - variable.answered))});
    for (const auto& [type, value] : {std::pair{"min", &variable.lowest},
                                      std::pair{"max", &variable.highest},
                                      std::pair{"mean", &variable.mean},
                                      std::pair{"stdev", &variable.deviation}}) {
        if (value->has_value()) out.push_back(statistic(type, short_number(**value)));
    }
    return out;
}

Json variable_json(const OpenVariable& variable,
                   std::size_t file,
                   int number,
                   std::size_t language) {
    const bool continuous = variable.type == Type::integer || variable.type == Type::decimal;
    const std::string& label = variable.label.in(language);
    Json out;
    out["file_id"] = fmt::format("F{}", file + 1);
    out["vid"] = fmt::format("V{}", number);
    out["name"] = variable.name;
    out["labl"] = label.empty() ? variable.name : label;
    out["var_intrvl"] = continuous ? "contin" : "discrete";
    out["var_wgt"] = variable.is_weight ? 1 : 0;
    if (variable.question != nullptr) {
        out["var_qstn_qstnlit"] = variable.question->label.in(language);
        const std::string& hint = variable.question->hint.in(language);
        if (!hint.empty()) out["var_qstn_ivulnstr"] = hint;
    }
    out["var_universe"] = variable.universe;
    out["var_sumstat"] = statistics_json(variable);
    out["var_catgry"] = Json::array();
    for (const OpenCategory& category : variable.categories) {
        const std::string& words = category.label.in(language);
        out["var_catgry"].push_back(
            {{"value", category.value},
             {"label", words.empty() ? category.value : words},
             {"stats", Json::array({{{"type", "freq"}, {"value", category.records}}})}});
    }
    const bool text = variable.type == Type::text || variable.type == Type::one_choice ||
                      variable.type == Type::choices || variable.type == Type::date;
    out["var_format"] = {{"type", text ? "character" : "numeric"}};
    const std::string notes = protection_words(variable);
    if (!notes.empty()) out["var_notes"] = notes;
    return out;
}

}  // namespace

std::string nada_json(const DescribedData& data, const DatasetFacts& facts) {
    Json out;
    out["survey"] = study_json(data, facts);
    out["datafiles"] = Json::array();
    out["variables"] = Json::array();
    int number = 0;
    for (std::size_t t = 0; t < data.tables.size(); ++t) {
        const OpenTable& table = data.tables[t];
        out["datafiles"].push_back(
            {{"file_id", fmt::format("F{}", t + 1)},
             {"file_name", table.stem + ".csv"},
             {"file_type", "text/csv"},
             {"description",
              table.table->level == 0 ? "A record for each interview"
                                      : "A record for each round of " + table.table->name},
             {"case_count", table.table->rows},
             {"var_count", table.variables.size()},
             {"producer", facts.producer},
             {"missing_data", meaning_of_blanks()}});
        for (const OpenVariable& variable : table.variables)
            out["variables"].push_back(variable_json(variable, t, ++number, data.language));
    }
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mtm
