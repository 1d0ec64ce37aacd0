#include "compile/xform_question_type.h"

#include <algorithm>
#include <array>

#include "compile/form_text.h"
#include "compile/question_kind.h"
#include "compile/xform_files.h"

namespace mtm {
namespace {

struct Named {
    std::string_view xform;
    std::string_view type;
};

constexpr std::array<Named, 10> input_types{{{"int", "integer"},
                                             {"integer", "integer"},
                                             {"decimal", "decimal"},
                                             {"date", "date"},
                                             {"time", "time"},
                                             {"dateTime", "dateTime"},
                                             {"geopoint", "geopoint"},
                                             {"geotrace", "geotrace"},
                                             {"geoshape", "geoshape"},
                                             {"barcode", "barcode"}}};

constexpr std::array<Named, 4> upload_types{
    {{"image/", "image"}, {"audio/", "audio"}, {"video/", "video"}, {"osm/", "osm"}}};

constexpr std::array<Named, 5> control_types{{{"select1", "select_one"},
                                              {"select", "select_multiple"},
                                              {"odk:rank", "rank"},
                                              {"range", "range"},
                                              {"upload", "file"}}};

std::string_view bind_type(const FormElement& element) {
    std::string_view type = find_attribute(element.bind, "type");
    if (type.starts_with("xsd:")) type.remove_prefix(4);
    return type;
}

std::string input_type(const XmlElement& control, const FormElement& element) {
    const std::string_view type = bind_type(element);
    for (const auto& [xform, name] : input_types) {
        if (type == xform) return std::string(name);
    }
    const bool looks_up =
        !control.attribute("query").empty() || control.child("itemset") != nullptr;
    if (looks_up) return "select_one_external";
    return find_attribute(element.bind, "readonly") == "true()" ? "note" : "text";
}

std::string control_type(const XmlElement& control, const FormElement& element) {
    if (control.name == "upload") {
        const std::string_view mediatype = control.attribute("mediatype");
        for (const auto& [xform, name] : upload_types) {
            if (mediatype.starts_with(xform)) return std::string(name);
        }
    }
    for (const auto& [xform, name] : control_types) {
        if (control.name == xform) return std::string(name);
    }
    if (control.name == "trigger") return bind_type(element).empty() ? "trigger" : "acknowledge";
    return input_type(control, element);
}

// What the device fills in by itself; empty if it is none of these.
std::string preloaded_type(const FormElement& element) {
    const std::string_view preload = find_attribute(element.bind, "jr:preload");
    const std::string_view params = find_attribute(element.bind, "jr:preloadParams");
    if (preload == "date" && params == "today") return "today";
    if (preload == "timestamp" && (params == "start" || params == "end"))
        return std::string(params);
    const QuestionKind* kind = preload == "property" ? find_kind(params) : nullptr;
    return kind != nullptr && kind->preload == "property" ? std::string(kind->canonical)
                                                          : std::string();
}

std::string silent_type(const FormElement& element) {
    if (std::string preloaded = preloaded_type(element); !preloaded.empty()) return preloaded;
    for (const FormAction& action : element.actions) {
        if (action.name == "odk:recordaudio") return "background-audio";
        if (action.name == "odk:setgeopoint") return "start-geopoint";
    }
    const bool calculated = !find_attribute(element.bind, "calculate").empty() ||
                            !find_attribute(element.bind, "jr:preload").empty() ||
                            element.dynamic_default || !element.triggers.empty();
    if (!calculated && element.name == "audit" && bind_type(element) == "binary") return "audit";
    return calculated ? "calculate" : "hidden";
}

}  // namespace

std::string question_type(const XformDatum& datum, const FormElement& element) {
    for (const XformAction& action : datum.actions) {
        if (action.trigger >= 0 && action.element->name == "odk:setgeopoint")
            return "background-geopoint";
    }
    return datum.control == nullptr ? silent_type(element) : control_type(*datum.control, element);
}

std::string question_parameters(const FormElement& element) {
    std::string out;
    const auto put = [&](std::string_view key, std::string_view value) {
        if (value.empty()) return;
        if (!out.empty()) out += ' ';
        out += key;
        out += '=';
        out += value;
    };
    const auto of = [&](std::string_view key, const Attributes& attributes, std::string_view name) {
        put(key, find_attribute(attributes, name));
    };
    const ItemsetParameters& itemset = element.itemset_parameters;
    const std::string& type = element.type;
    if (type == "range") {
        for (const char* key : {"start", "end", "step"})
            of(key, element.body, key);
        of("tick_interval", element.body, "odk:tick-interval");
        of("placeholder", element.body, "odk:placeholder");
        put("tick_labelset", element.itemset);
    }
    if (type == "text") of("rows", element.body, "rows");
    if (type == "image") {
        of("max-pixels", element.bind, "orx:max-pixels");
        of("app", element.body, "intent");
    }
    if (type == "audio") of("quality", element.bind, "odk:quality");
    if (type == "background-audio" && !element.actions.empty())
        of("quality", element.actions.front().attributes, "odk:quality");
    if (type.starts_with("geo")) {
        of("allow-mock-accuracy", element.bind, "odk:allow-mock-accuracy");
        of("capture-accuracy", element.body, "accuracyThreshold");
        of("warning-accuracy", element.body, "unacceptableAccuracyThreshold");
        of("incremental", element.body, "incremental");
        put("reference-geometry", element.itemset);
    }
    if (type == "audit") {
        for (const char* key : {"location-priority",
                                "location-min-interval",
                                "location-max-age",
                                "track-changes",
                                "identify-user",
                                "track-changes-reasons"})
            of(key, element.bind, "odk:" + std::string(key));
    }
    if (itemset.randomize) put("randomize", "true");
    put("seed", itemset.seed);
    put("value", itemset.value);
    put("label", itemset.label);
    return out;
}

}  // namespace mtm
