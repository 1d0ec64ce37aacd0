#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include <fmt/format.h>

#include "chart/specification.h"
#include "report/exhibit.h"

namespace mtm {
namespace {

using nlohmann::json;

/// Twice the area of a ring in square degrees: only to tell cities from regions.
double ring_extent(const json& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
               ring[i + 1][0].get<double>() * ring[i][1].get<double>();
    }
    return std::abs(sum);
}

double extent(const json& geometry) {
    double sum = 0;
    const json& coordinates = geometry.at("coordinates");
    if (geometry.at("type") == "Polygon") return ring_extent(coordinates.at(0));
    for (const json& polygon : coordinates)
        sum += ring_extent(polygon.at(0));
    return sum;
}

/// Keys of areas so small beside the others (under a fiftieth of the mean) that on the map they are
/// places rather than regions.
std::set<std::string> cities(const std::string& geojson, const std::string& key) {
    std::map<std::string, double> extents;
    try {
        const json parsed = json::parse(geojson);
        for (const json& feature : parsed.at("features")) {
            extents[feature.at("properties").at(key).get<std::string>()] =
                extent(feature.at("geometry"));
        }
    } catch (const json::exception&) {
        return {};  // map_specification says what is wrong with the file
    }
    double sum = 0;
    for (const auto& [name, size] : extents)
        sum += size;
    std::set<std::string> small;
    for (const auto& [name, size] : extents) {
        if (size * static_cast<double>(extents.size()) < sum / 50) small.insert(name);
    }
    return small;
}

}  // namespace

std::optional<CoverageMap> ExhibitMaker::map(const Released<SafeTable>& by_area,
                                             const Place& place) {
    const Areas& areas = study_.file.areas;
    const int question = study_.questionnaire.find(areas.question);
    if (options_.areas_geojson.empty() || question < 0) return std::nullopt;
    const std::set<std::string> small = cities(options_.areas_geojson, areas.key);
    const SafeTable& safe = by_area.value();
    CoverageMap out;
    MapData data;
    data.geojson = options_.areas_geojson;
    data.key_property = areas.key;
    data.covered_caption = words_.covered;
    data.city_caption = words_.cities_covered;
    data.not_covered_caption = words_.not_covered;
    data.rehearsal_mark = texts_.rehearsal_mark;
    const ChoiceList& list = study_.questionnaire.choices_of(question);
    for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
        const Category& category = safe.table.categories[c];
        const int choice = list.find(category.name);
        if (choice < 0 || (safe.table.cells[0][c].n == 0 && !safe.withheld[0][c])) continue;
        const Choice& found = list.choices[static_cast<std::size_t>(choice)];
        const auto key = found.extra.find(areas.choice_column);
        const std::string label = label_of(category, texts_);
        const ExhibitCell counted = cell(safe, TableTrust{}, 0, c);
        out.areas.push_back({label, false, {counted}});
        if (key == found.extra.end() || key->second.empty()) continue;
        data.areas.push_back({.key = key->second,
                              .label = label + "\n" + counted.text,
                              .covered = true,
                              .city = small.count(key->second) != 0});
    }
    data.title = "";
    MapData titled = data;
    titled.title = words_.map_title;
    const std::string alternative = text_alternative(titled);
    for (const int width : {wide_chart_px, narrow_chart_px}) {
        if (options_.charts == nullptr) break;
        data.width_px = width;
        const auto specified = map_specification(data);
        if (!specified) {
            diagnostics_.push_back({"map-not-drawn",
                                    Severity::error,
                                    place,
                                    "The map could not be drawn: " + specified.error().message,
                                    "Correct the areas file or the table [areas] in study.toml."});
            break;
        }
        (width == wide_chart_px ? out.wide : out.narrow) = order(*specified, alternative, place);
    }
    if (!study_.file.map_disclaimer.empty()) out.remarks.push_back(study_.file.map_disclaimer);
    if (!areas.credit.empty()) out.remarks.push_back(areas.credit);
    return out;
}

}  // namespace mtm
