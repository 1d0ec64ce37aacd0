// The areas of a study's map, named as its interviews name them.
#include "capture/fieldwork_calls.h"
#include "store/files.h"

namespace mtm {
namespace {

// The choice of the area question that a feature's key belongs to; empty if there is none.
std::string choice_with_key(const Study& study, const std::string& key) {
    const Areas& areas = study.file.areas;
    const int question = study.questionnaire.find(areas.question);
    if (question < 0 ||
        !is_select(study.questionnaire.questions[static_cast<std::size_t>(question)].type))
        return {};
    for (const Choice& choice : study.questionnaire.choices_of(question).choices) {
        const auto at = choice.extra.find(areas.choice_column);
        if (at != choice.extra.end() && at->second == key) return choice.name;
    }
    return {};
}

std::string text_of(const Json& properties, const std::string& name) {
    const auto at = properties.find(name);
    if (at == properties.end()) return {};
    return at->is_string() ? at->get<std::string>() : at->dump();
}

Json features_of(const Study& study, const Json& geojson) {
    Json features = Json::array();
    for (const Json& feature : geojson.value("features", Json::array())) {
        if (!feature.is_object()) continue;
        const Json properties = feature.value("properties", Json::object());
        features.push_back(
            {{"type", "Feature"},
             {"properties",
              {{"area", choice_with_key(study, text_of(properties, study.file.areas.key))},
               {"name", text_of(properties, study.file.areas.name)}}},
             {"geometry", feature.value("geometry", Json())}});
    }
    return features;
}

}  // namespace

Response send_areas(const Call& call) {
    const Study& study = call.study->study;
    Json out{{"type", "FeatureCollection"}, {"credit", study.file.areas.credit}};
    out["features"] = Json::array();
    if (study.file.areas.file.empty()) return json_response(200, out);
    const auto text = read_file(study.directory + "/" + study.file.areas.file);
    if (!text) return unavailable(text.error());
    const Json geojson = Json::parse(*text, nullptr, false);
    if (geojson.is_object()) out["features"] = features_of(study, geojson);
    return json_response(200, out);
}

}  // namespace mtm
