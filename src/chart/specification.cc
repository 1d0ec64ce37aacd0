#include "chart/specification.h"

#include "base/text.h"
#include "chart/layouts.h"

namespace mtm {

namespace {

bool has_every_value(const ChartData& data) {
    const std::size_t rows = data.groups.empty() ? 1 : data.groups.size();
    if (data.values.size() != rows || data.labels.size() != rows) return false;
    for (std::size_t row = 0; row < rows; ++row) {
        if (data.values[row].size() != data.categories.size()) return false;
        if (data.labels[row].size() != data.categories.size()) return false;
    }
    return true;
}

const std::string& name_of(ChartKind kind, const ChartWords& chart_words) {
    switch (kind) {
        case ChartKind::stacked_bar:
            return chart_words.stacked_bar;
        case ChartKind::pyramid:
            return chart_words.pyramid;
        case ChartKind::donut:
            return chart_words.donut;
        case ChartKind::line:
            return chart_words.line;
        case ChartKind::map:
            return chart_words.map;
        case ChartKind::bar:
        case ChartKind::grouped_bar:
            break;
    }
    return chart_words.bar;
}

std::string opening(const std::string& kind, const std::string& title, const std::string& unit) {
    std::string text = kind;
    if (!title.empty()) text += ": " + title;
    if (!unit.empty()) text += " (" + unit + ")";
    return text + ". ";
}

}  // namespace

std::string specification(ChartKind kind, const ChartData& data) {
    CHECK(has_every_value(data));
    switch (kind) {
        case ChartKind::bar:
        case ChartKind::grouped_bar:
            return bar_specification(data);
        case ChartKind::stacked_bar:
            return stacked_bar_specification(data);
        case ChartKind::pyramid:
            return pyramid_specification(data);
        case ChartKind::donut:
            return donut_specification(data);
        case ChartKind::line:
            return line_specification(data);
        case ChartKind::map:
            break;
    }
    CHECK(kind != ChartKind::map);
    return {};
}

std::string text_alternative(ChartKind kind, const ChartData& data, const ChartWords& chart_words) {
    CHECK(has_every_value(data));
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        std::vector<std::string> values;
        for (std::size_t group = 0; group < data.labels.size(); ++group) {
            const std::string name = data.groups.empty() ? "" : data.groups[group] + " ";
            values.push_back(name + data.labels[group][i]);
        }
        parts.push_back(data.categories[i] + ": " + join(values, ", "));
    }
    std::string text = opening(name_of(kind, chart_words), data.title, data.value_axis_title);
    if (!data.total.empty()) text += data.total + " " + data.total_caption + ". ";
    text += join(parts, "; ") + ".";
    if (!data.rehearsal_mark.empty()) text += " " + data.rehearsal_mark + ".";
    return text;
}

std::string text_alternative(const MapData& data, const ChartWords& chart_words) {
    std::vector<std::string> regions;
    std::vector<std::string> cities;
    for (const MapArea& area : data.areas) {
        if (!area.covered) continue;
        (area.city ? cities : regions).push_back(replace_all(area.label, "\n", " "));
    }
    std::string text = opening(chart_words.map, data.title, "");
    if (!regions.empty()) text += data.covered_caption + ": " + join(regions, ", ") + ". ";
    if (!cities.empty()) text += data.city_caption + ": " + join(cities, ", ") + ". ";
    if (!data.rehearsal_mark.empty()) text += data.rehearsal_mark + ".";
    return std::string(trim(text));
}

}  // namespace mtm
