#include "chart/specification.h"

#include <fmt/format.h>

#include "base/text.h"
#include "chart/finding.h"
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
        case ChartKind::diverging_bar:
            return chart_words.stacked_bar;
        case ChartKind::pyramid:
            return chart_words.pyramid;
        case ChartKind::donut:
            return chart_words.donut;
        case ChartKind::line:
            return chart_words.line;
        case ChartKind::dots:
            return chart_words.dots;
        case ChartKind::slope:
            return chart_words.slope;
        case ChartKind::flow:
            return chart_words.flow;
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

std::string before(const std::string& sentence) {
    return sentence.empty() ? sentence : sentence + " ";
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::vector<std::string> quoted;
    for (const std::string& field : fields) {
        const bool plain = field.find_first_of(",\"\r\n") == std::string::npos;
        quoted.push_back(plain ? field : "\"" + replace_all(field, "\"", "\"\"") + "\"");
    }
    return join(quoted, ",") + "\n";
}

std::string csv_number(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string();
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
        case ChartKind::diverging_bar:
            return diverging_bar_specification(data);
        case ChartKind::pyramid:
            return pyramid_specification(data);
        case ChartKind::donut:
            return donut_specification(data);
        case ChartKind::line:
            return line_specification(data);
        case ChartKind::dots:
            return dot_specification(data);
        case ChartKind::slope:
            return slope_specification(data);
        case ChartKind::flow:
            return flow_specification(data);
        case ChartKind::map:
            break;
    }
    CHECK(kind != ChartKind::map);
    return {};
}

namespace {

std::vector<std::string> values_of_categories(const ChartData& data) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        std::vector<std::string> values;
        for (std::size_t group = 0; group < data.labels.size(); ++group) {
            const std::string name = data.groups.empty() ? "" : data.groups[group] + " ";
            values.push_back(name + data.labels[group][i]);
        }
        out.push_back(data.categories[i] + ": " + join(values, ", "));
    }
    return out;
}

// A flow is read as it goes: whence, and then where to.
std::vector<std::string> values_of_groups(const ChartData& data) {
    std::vector<std::string> out;
    for (std::size_t group = 0; group < data.labels.size(); ++group) {
        std::vector<std::string> values;
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            values.push_back(data.categories[i] + " " + data.labels[group][i]);
        out.push_back(data.groups[group] + ": " + join(values, ", "));
    }
    return out;
}

}  // namespace

std::string text_alternative(ChartKind kind, const ChartData& data, const ChartWords& chart_words) {
    CHECK(has_every_value(data));
    const std::vector<std::string> parts =
        kind == ChartKind::flow ? values_of_groups(data) : values_of_categories(data);
    std::string text = before(finding(kind, data, chart_words)) +
                       opening(name_of(kind, chart_words), data.title, data.value_axis_title);
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
    std::string text = before(finding(data, chart_words)) +
                       opening(chart_words.map, data.title, data.value_caption);
    if (!regions.empty()) text += data.covered_caption + ": " + join(regions, ", ") + ". ";
    if (!cities.empty()) text += data.city_caption + ": " + join(cities, ", ") + ". ";
    if (!data.rehearsal_mark.empty()) text += data.rehearsal_mark + ".";
    return std::string(trim(text));
}

std::string chart_csv(const ChartData& data) {
    CHECK(has_every_value(data));
    std::vector<std::string> head{"category", "value", "printed"};
    if (!data.groups.empty()) head.insert(head.begin(), "group");
    const bool intervals = !data.intervals.empty();
    const std::string& mark = data.rehearsal_mark;  // in every row, so that no cut loses it
    if (intervals) head.insert(head.end(), {"low", "high"});
    if (!mark.empty()) head.push_back("note");
    std::string out = csv_line(head);
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            std::vector<std::string> line{
                data.categories[i], csv_number(data.values[group][i]), data.labels[group][i]};
            if (!data.groups.empty()) line.insert(line.begin(), data.groups[group]);
            if (intervals) {
                const auto& interval = data.intervals[group][i];
                line.push_back(csv_number(interval ? std::optional(interval->low) : std::nullopt));
                line.push_back(csv_number(interval ? std::optional(interval->high) : std::nullopt));
            }
            if (!mark.empty()) line.push_back(mark);
            out += csv_line(line);
        }
    }
    return out;
}

std::string chart_csv(const MapData& data) {
    std::vector<std::string> head{"key", "area", "value", "printed"};
    const std::string& mark = data.rehearsal_mark;
    if (!mark.empty()) head.push_back("note");
    std::string out = csv_line(head);
    for (const MapArea& area : data.areas) {
        if (!area.covered) continue;
        const std::size_t end = area.label.find('\n');
        const bool more = end != std::string::npos;
        std::vector<std::string> line{area.key,
                                      area.label.substr(0, end),
                                      csv_number(area.value),
                                      more ? area.label.substr(end + 1) : std::string()};
        if (!mark.empty()) line.push_back(mark);
        out += csv_line(line);
    }
    return out;
}

}  // namespace mtm
