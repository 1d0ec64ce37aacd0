#include "chart/palette.h"
#include "chart/specification.h"
#include "report/exhibit.h"
#include "report/language.h"

namespace mtm {

/// Reads the areas file and finds each choice's area, once. False where there is no map.
bool ExhibitMaker::read_areas() {
    if (areas_) return true;
    if (options_.areas_geojson.empty()) return false;
    auto read = MapAreas::read(options_.areas_geojson, study_.file.areas);
    if (!read) return false;  // map_specification says what is wrong with the file
    areas_ = std::move(*read);
    area_keys_ = join_areas(study_, *areas_, options_.area_aliases);
    return true;
}

MapGround ExhibitMaker::ground() const {
    MapGround out;
    out.geojson = options_.areas_geojson;
    out.key_property = study_.file.areas.key;
    out.area_question = study_.file.areas.question;
    out.key_of = [this](const Category& choice) {
        const auto found = area_keys_.by_choice.find(choice.name);
        return found == area_keys_.by_choice.end() ? std::string() : found->second;
    };
    out.name_of = [this, key_of = out.key_of](const Category& choice) {
        const auto& labels = choice.label.by_language;
        const bool labelled = texts_.language < labels.size() && !labels[texts_.language].empty();
        const std::string own = areas_ ? areas_->name_of(key_of(choice), options_.language) : "";
        return labelled || own.empty() ? label_of(choice, texts_) : own;
    };
    out.is_place = [this](const std::string& key) { return areas_ && areas_->is_place(key); };
    out.covered_caption = words_.covered;
    out.city_caption = words_.cities_covered;
    out.not_covered_caption = words_.not_covered;
    out.withheld_caption = words_.withheld;
    for (const std::string& text : map_texts_) {
        if (!text.empty()) out.disclaimer.push_back(text);
    }
    return out;
}

template <typename Out>
void ExhibitMaker::order_map(MapData data, const std::string& title, const Place& place, Out& out) {
    MapData titled = data;
    titled.title = title;
    const std::string alternative =
        text_alternative(titled, report_language(options_.language).chart());
    for (const int width : {wide_chart_px, narrow_chart_px}) {
        data.width_px = titled.width_px = width;
        const bool wide = width == wide_chart_px;
        const auto specified = map_specification(data);
        if (!specified) {
            diagnostics_.push_back({"map-not-drawn",
                                    Severity::error,
                                    place,
                                    "The map could not be drawn: " + specified.error().message,
                                    "Correct the areas file or the table [areas] in study.toml."});
            return;
        }
        if (wide) {
            const auto whole = map_specification(titled);
            out.source = static_cast<int>(sources_.size());
            sources_.push_back(
                {.name = "map",
                 .specification = in_theme(whole ? *whole : *specified, study_.file.theme),
                 .csv = chart_csv(data),
                 .alternative = alternative});
        }
        (wide ? out.wide : out.narrow) = order(*specified, alternative, place);
    }
}

void ExhibitMaker::draw_map(const Released<SafeTable>& table,
                            Exhibit& exhibit,
                            const Place& place) {
    if (!read_areas()) return;
    const auto data = result_map_from(table, texts_, ground());
    if (!data) {
        diagnostics_.push_back({"map-not-drawn",
                                Severity::warning,
                                place,
                                "No area has a number that the map “" + exhibit.title +
                                    "” may show: its table stands alone.",
                                "Join the choices to areas, take another chart, or show the table "
                                "alone with chart=none."});
        return;
    }
    order_map(*data, exhibit.title, place, exhibit);
    if (exhibit.source < 0) return;
    sources_[static_cast<std::size_t>(exhibit.source)].name = table->table.spec.name;
}

std::optional<CoverageMap> ExhibitMaker::map(const Released<SafeTable>& by_area,
                                             const Place& place) {
    if (options_.areas_geojson.empty() || study_.questionnaire.find(study_.file.areas.question) < 0)
        return std::nullopt;
    CoverageMap out;
    if (!read_areas()) {
        MapData unreadable{.geojson = options_.areas_geojson,
                           .key_property = study_.file.areas.key};
        const auto specified = map_specification(unreadable);
        diagnostics_.push_back(
            {"map-not-drawn",
             Severity::error,
             place,
             "The map could not be drawn: " +
                 (specified ? "no area has the property “" + study_.file.areas.key + "”"
                            : specified.error().message),
             "Correct the areas file or the table [areas] in study.toml."});
        return out;
    }
    const auto data = coverage_map_from(by_area, texts_, ground());
    if (data && options_.charts != nullptr)
        order_map(*data, std::string(words_.map_title), place, out);
    const SafeTable& safe = by_area.value();
    for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
        if (safe.table.cells[0][c].n == 0 && !safe.withheld[0][c]) continue;
        out.areas.push_back(
            {label_of(safe.table.categories[c], texts_), false, {cell(safe, TableTrust{}, 0, c)}});
    }
    return out;
}

}  // namespace mtm
