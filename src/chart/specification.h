#pragma once

#include <string>

#include "base/result.h"
#include "chart/chart_data.h"

namespace mtm {

/// The Vega-Lite specification of a chart: it holds its data and every position, so that it looks
/// the same in any editor. REQUIRES: `kind` is not map; `values` and `labels` have a row for each
/// group (one if there are none) and an entry for each category; a pyramid has two groups.
[[nodiscard]] std::string specification(ChartKind kind, const ChartData& data);

/// Areas in an equal-area projection, covered ones coloured and labelled. An error if the GeoJSON
/// cannot be read or an area is not in it.
[[nodiscard]] Result<std::string> map_specification(const MapData& data);

/// The few words that a text alternative needs besides the chart's own.
struct ChartWords {
    std::string bar = "Bar chart";
    std::string stacked_bar = "Stacked bar chart";
    std::string pyramid = "Population pyramid";
    std::string donut = "Donut chart";
    std::string line = "Line chart";
    std::string map = "Map";
};

/// What the chart shows, in words: every value as it is printed.
[[nodiscard]] std::string text_alternative(ChartKind kind,
                                           const ChartData& data,
                                           const ChartWords& chart_words = {});

[[nodiscard]] std::string text_alternative(const MapData& data, const ChartWords& chart_words = {});

}  // namespace mtm
