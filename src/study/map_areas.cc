#include "study/map_areas.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <unicode/unistr.h>

#include "base/text.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using nlohmann::json;

/// Twice the area of a ring in square degrees: only to tell places from regions.
double ring_extent(const json& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += ring[i].at(0).get<double>() * ring[i + 1].at(1).get<double>() -
               ring[i + 1].at(0).get<double>() * ring[i].at(1).get<double>();
    }
    return std::abs(sum);
}

double shape_extent(const json& geometry) {
    double sum = 0;
    const json& coordinates = geometry.at("coordinates");
    const std::string type = geometry.at("type").get<std::string>();
    if (type == "Polygon") return ring_extent(coordinates.at(0));
    if (type != "MultiPolygon") return 0;
    for (const json& polygon : coordinates)
        sum += ring_extent(polygon.at(0));
    return sum;
}

std::string upper_letters(std::string text) {
    for (char& letter : text) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return text;
}

/// What properties with the name in that language may be called, likeliest first.
std::vector<std::string> name_properties(const std::string& property, std::string_view language) {
    const std::string code = lower_ascii(language.substr(0, language.find('-')));
    std::vector<std::string> out;
    const bool has_language = property.size() > 3 && property[property.size() - 3] == '_';
    if (has_language) {
        const std::string stem = property.substr(0, property.size() - 2);
        out.push_back(stem + upper_letters(code));
        out.push_back(stem + code);
    }
    for (const char* between : {"::", "_", ":", "-"})
        out.push_back(property + between + code);
    out.push_back(property + "_" + upper_letters(code));
    return out;
}

/// For comparing names: without case, and one space between words.
std::string folded(std::string_view text) {
    const std::string spaced = squeeze(text);
    std::string out;
    icu::UnicodeString::fromUTF8(icu::StringPiece(spaced.data(), static_cast<int>(spaced.size())))
        .foldCase()
        .toUTF8String(out);
    return out;
}

}  // namespace

Result<MapAreas> MapAreas::read(std::string_view geojson, const Areas& settings) {
    MapAreas out;
    out.name_property_ = settings.name;
    try {
        const json parsed = json::parse(geojson);
        double sum = 0;
        for (const json& feature : parsed.at("features")) {
            const json& properties = feature.at("properties");
            const auto key = properties.find(settings.key);
            if (key == properties.end()) continue;
            Area& area = out.areas_[key->is_string() ? key->get<std::string>() : key->dump()];
            for (const auto& [name, value] : properties.items()) {
                if (value.is_string()) area.properties[name] = value.get<std::string>();
            }
            area.extent += shape_extent(feature.at("geometry"));
            sum += shape_extent(feature.at("geometry"));
        }
        if (!out.areas_.empty()) out.mean_extent_ = sum / static_cast<double>(out.areas_.size());
    } catch (const json::exception& failure) {
        return Error{"the areas file is no GeoJSON that a map can be drawn from: " +
                     std::string(failure.what())};
    }
    if (out.areas_.empty()) {
        return Error{"no area of the areas file has the property “" + settings.key + "”"};
    }
    return out;
}

std::vector<std::string> MapAreas::keys() const {
    std::vector<std::string> out;
    for (const auto& [key, area] : areas_)
        out.push_back(key);
    return out;
}

std::string MapAreas::name_of(const std::string& key, std::string_view language) const {
    const auto found = areas_.find(key);
    if (found == areas_.end() || name_property_.empty()) return {};
    const auto& properties = found->second.properties;
    for (const std::string& property : name_properties(name_property_, language)) {
        const auto name = properties.find(property);
        if (name != properties.end() && !name->second.empty()) return name->second;
    }
    const auto name = properties.find(name_property_);
    return name == properties.end() ? std::string() : name->second;
}

std::string MapAreas::property_of(const std::string& key, const std::string& property) const {
    const auto found = areas_.find(key);
    if (found == areas_.end()) return {};
    const auto value = found->second.properties.find(property);
    return value == found->second.properties.end() ? std::string() : value->second;
}

bool MapAreas::is_place(const std::string& key) const {
    const auto found = areas_.find(key);
    return found != areas_.end() && found->second.extent * 50 < mean_extent_;
}

std::string MapAreas::key_named(std::string_view text) const {
    const std::string wanted = folded(text);
    if (wanted.empty()) return {};
    std::string key;
    for (const auto& [known, area] : areas_) {
        bool same = folded(known) == wanted;
        for (const std::string_view language : {"en", "ru", "kk", "uz", "ky", "tg", "fr", "es"})
            same = same || folded(name_of(known, language)) == wanted;
        if (!same) continue;
        if (!key.empty()) return {};
        key = known;
    }
    return key;
}

std::vector<std::string> MapAreas::all_names() const {
    std::vector<std::string> out = keys();
    for (const auto& [key, area] : areas_) {
        for (const std::string_view language : {"en", "ru", "kk"}) {
            std::string name = name_of(key, language);
            if (!name.empty() && std::ranges::find(out, name) == out.end())
                out.push_back(std::move(name));
        }
    }
    return out;
}

namespace {

class AreaJoiner {
public:
    AreaJoiner(const Study& study, const MapAreas& areas) : study_(study), areas_(areas) {}

    AreaKeys join(std::string_view aliases) {
        read_aliases(aliases);
        const int question = study_.questionnaire.find(study_.file.areas.question);
        if (question < 0) return std::move(out_);
        for (const Choice& choice : study_.questionnaire.choices_of(question).choices)
            add(choice);
        return std::move(out_);
    }

private:
    void read_aliases(std::string_view bytes) {
        if (bytes.empty()) return;
        const auto table = read_csv(bytes);
        const auto alias = table ? table->column("alias") : std::nullopt;
        const auto key = table ? table->column("key") : std::nullopt;
        if (!alias || !key) {
            report("bad-area-aliases",
                   0,
                   "The aliases of areas are no CSV with the columns alias and key" +
                       (table ? std::string() : ": " + table.error().message) + ".",
                   "Write a first line “alias,key” and a line for each other name of an area.");
            return;
        }
        for (int row = 0; row < table->row_count(); ++row) {
            const std::string name(table->at(row, *alias));
            const std::string to(trim(table->at(row, *key)));
            if (trim(name).empty()) continue;
            if (!areas_.has(to)) {
                report("alias-without-area",
                       table->line_of(row),
                       "The alias “" + name + "” is of an area “" + to +
                           "” that the map does not have.",
                       did_you_mean(to, areas_.keys(), "Write the key of an area."));
                continue;
            }
            aliases_[folded(name)] = to;
        }
    }

    void add(const Choice& choice) {
        const std::string key = key_of(choice);
        if (!key.empty()) {
            out_.by_choice[choice.name] = key;
            return;
        }
        if (choice.missing != MissingChoice::answer || needs_no_area(choice.name)) return;
        const std::string held = column_of(choice);
        const std::string name = held.empty() ? label_of_choice(choice) : held;
        Place place;
        place.file = study_.questionnaire_file;
        place.sheet = "choices";
        place.row = choice.row;
        place.column = study_.file.areas.choice_column;
        out_.diagnostics.push_back(
            {.code = "choice-without-area",
             .severity = Severity::warning,
             .place = place,
             .message = "The choice “" + choice.name + "” of “" + study_.file.areas.question +
                        "” (" + name + ") lies in no area of the map, which leaves it out.",
             .remedy = did_you_mean(name,
                                    areas_.all_names(),
                                    "Put the area's key into the column of [areas] choice_column, "
                                    "or a line into the file of [areas] aliases.")});
    }

    [[nodiscard]] std::string column_of(const Choice& choice) const {
        const auto found = choice.extra.find(study_.file.areas.choice_column);
        return found == choice.extra.end() ? std::string() : std::string(trim(found->second));
    }

    static std::string label_of_choice(const Choice& choice) {
        for (const std::string& label : choice.label.by_language) {
            if (!label.empty()) return label;
        }
        return choice.name;
    }

    static bool needs_no_area(const std::string& name) {
        const std::string word = lower_ascii(name);
        return word.starts_with("other") || word == "abroad";
    }

    [[nodiscard]] std::string key_of(const Choice& choice) const {
        std::string held = column_of(choice);
        if (areas_.has(held)) return held;
        std::vector<std::string> texts{held, choice.name};
        texts.insert(texts.end(), choice.label.by_language.begin(), choice.label.by_language.end());
        for (const std::string& text : texts) {
            const auto alias = aliases_.find(folded(text));
            if (alias != aliases_.end()) return alias->second;
        }
        for (const std::string& text : texts) {
            std::string key = areas_.key_named(text);
            if (!key.empty()) return key;
        }
        return {};
    }

    void report(std::string code, int row, std::string message, std::string remedy) {
        Place place;
        place.file = study_.file.areas.aliases;
        place.row = row;
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = Severity::error,
                                    .place = place,
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    const Study& study_;
    const MapAreas& areas_;
    std::map<std::string, std::string> aliases_;
    AreaKeys out_;
};

}  // namespace

AreaKeys join_areas(const Study& study, const MapAreas& areas, std::string_view aliases) {
    return AreaJoiner(study, areas).join(aliases);
}

}  // namespace mtm
