#include "chart/series_chart.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

namespace {

constexpr double series_height_px = 220;

double least_value(const SeriesData& data) {
    double out = 0;
    for (const ChartSeries& series : data.series) {
        for (const double value : series.values)
            out = std::min(out, value);
    }
    return out;
}

double greatest_of(const SeriesData& data, std::vector<double> ChartSeries::*field) {
    double out = 0;
    for (const ChartSeries& series : data.series) {
        for (const double value : series.*field)
            out = std::max(out, value);
    }
    return out;
}

// The colour of each series; those alike share one.
std::vector<Fill> series_fills(const SeriesData& data) {
    std::vector<Hue> hues;
    for (const ChartSeries& series : data.series)
        hues.push_back(series.hue);
    return fills(hues, hues.size(), false);
}

std::vector<LegendEntry> series_legend(const SeriesData& data, const std::vector<Fill>& colours) {
    std::vector<LegendEntry> out;
    bool thin_shown = false;
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        if (data.series[i].thin && thin_shown) continue;
        thin_shown = thin_shown || data.series[i].thin;
        out.push_back({.text = data.series[i].name, .colour = colours[i].colour, .round = true});
    }
    return out;
}

json points_of(const SeriesData& data,
               const ChartSeries& series,
               std::size_t index,
               std::string_view colour,
               double px_each) {
    CHECK(series.values.size() == series.at.size());
    json out = json::array();
    for (std::size_t i = 0; i < series.at.size(); ++i) {
        const double x = series.at[i] * px_each;
        const bool last = i + 1 == series.at.size();
        if (!last && i > 0 &&
            std::floor(series.at[i + 1] * px_each / data.points_px) ==
                std::floor(x / data.points_px))
            continue;
        out.push_back({{"series", index},
                       {"name", series.name},
                       {"at", series.at[i]},
                       {"x", tenth(x)},
                       {"value", std::round(series.values[i] * 1000) / 1000},
                       {"colour", colour}});
    }
    return out;
}

json series_layer(json rows, double width, const ValueAxis& levels) {
    return {{"data", {{"values", std::move(rows)}}},
            {"mark", {{"type", "line"}, {"strokeWidth", width}, {"interpolate", "linear"}}},
            {"encoding",
             {{"x", pixels("x")},
              {"y",
               {{"field", "value"},
                {"type", "quantitative"},
                {"scale", {{"domain", {levels.min, levels.max}}, {"nice", false}}},
                {"axis", nullptr}}},
              {"detail", {{"field", "series"}, {"type", "nominal"}}},
              {"color", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}}}}}};
}

// Grid lines and their labels; the room left of the plot.
double add_levels(Drawing& drawing, const ChartData& style, const ValueAxis& axis) {
    double left = 0;
    for (const double tick : axis.ticks) {
        left = std::max(left, drawing.ruler().width_px(tick_label(tick, style), small_text) + 8);
        drawing.add_label({.x_px = -8,
                           .y_px = series_height_px * (1 - axis.share(tick)),
                           .text = tick_label(tick, style),
                           .style = small_text,
                           .align = Align::right,
                           .colour = ink::quiet});
    }
    return left;
}

}  // namespace

std::string series_specification(const SeriesData& data) {
    const std::vector<Fill> colours = series_fills(data);
    ChartData style;
    style.percent = data.percent;
    style.thousands_separator = data.thousands_separator;
    Drawing drawing(data.width_px);
    drawing.set_head(data.title, series_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    const ValueAxis levels =
        value_axis(greatest_of(data, &ChartSeries::values), data.percent, 4, least_value(data));
    const double left = add_levels(drawing, style, levels);
    const double plot = data.width_px - left - 14;
    const double farthest = std::max(greatest_of(data, &ChartSeries::at), 1.0);
    for (const double tick : levels.ticks)
        drawing.add_rule(0,
                         series_height_px * (1 - levels.share(tick)),
                         plot,
                         series_height_px * (1 - levels.share(tick)),
                         tick == 0 ? ink::axis : ink::grid);
    style.percent = false;
    for (const double tick : value_axis(farthest, false, data.width_px < narrow_px ? 4 : 6).ticks) {
        if (tick > farthest) continue;
        drawing.add_label({.x_px = tick / farthest * plot,
                           .y_px = series_height_px + 14,
                           .text = tick_label(tick, style),
                           .style = small_text,
                           .align = Align::center,
                           .colour = ink::quiet});
    }
    json thin = json::array();
    json strong = json::array();
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        json& rows = data.series[i].thin ? thin : strong;
        for (json& row :
             points_of(data, data.series[i], i, colours[i].colour.light, plot / farthest))
            rows.push_back(std::move(row));
    }
    drawing.add_layer(series_layer(std::move(thin), 1.2, levels));
    drawing.add_layer(series_layer(std::move(strong), 2.5, levels));
    double bottom = 30;
    for (const std::string& title : {data.along_axis_title, data.value_axis_title}) {
        for (const std::string& line : drawing.ruler().wrap(title, small_text, plot)) {
            drawing.add_label({.x_px = 0,
                               .y_px = series_height_px + bottom + 6,
                               .text = line,
                               .style = small_text,
                               .colour = ink::quiet});
            bottom += 16;
        }
    }
    return drawing.specification(left, 14, series_height_px, bottom + 4);
}

std::string text_alternative(const SeriesData& data) {
    std::string out = "Line chart";
    if (!data.title.empty()) out += ": " + data.title;
    out += ".";
    ChartData style;
    style.percent = data.percent;
    style.thousands_separator = data.thousands_separator;
    for (const ChartSeries& series : data.series) {
        if (series.values.empty()) continue;
        out += " " + series.name + " ends at " +
               tick_label(std::round(series.values.back() * 10) / 10, style) + ".";
    }
    return out;
}

}  // namespace mtm
