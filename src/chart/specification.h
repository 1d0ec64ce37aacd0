#pragma once

#include <string>

#include "base/result.h"
#include "chart/chart_data.h"
#include "chart/chart_words.h"

namespace mtm {

/// The Vega-Lite specification of a chart: it holds its data and every position, so that it looks
/// the same in any editor. REQUIRES: `kind` is not map; `values` and `labels` have a row for each
/// group (one if there are none) and an entry for each category; a pyramid has two groups.
[[nodiscard]] std::string specification(ChartKind kind, const ChartData& data);

/// Areas in an equal-area projection, covered ones coloured and labelled. An error if the GeoJSON
/// cannot be read or an area is not in it.
[[nodiscard]] Result<std::string> map_specification(const MapData& data);

/// What the chart shows, in words: what stands out (`finding`), then every value as it is printed.
[[nodiscard]] std::string text_alternative(ChartKind kind,
                                           const ChartData& data,
                                           const ChartWords& chart_words);

[[nodiscard]] std::string text_alternative(const MapData& data, const ChartWords& chart_words);

/// The chart's numbers as CSV (RFC 4180, UTF-8): a row for each mark, unrounded, and a row with an
/// empty value for each that is withheld.
[[nodiscard]] std::string chart_csv(const ChartData& data);
[[nodiscard]] std::string chart_csv(const MapData& data);

}  // namespace mtm
