#pragma once

#include <string>

#include "chart/chart_data.h"
#include "chart/chart_words.h"

namespace mtm {

/// What stands out in a chart, in a sentence or two: which answer comes first and by how much,
/// where groups differ most, what rose and what fell. Every number is printed as in the chart.
/// Empty where nothing can be said, as where all is withheld. Nothing is called first among values
/// some of which are withheld, but first of those that are shown. REQUIRES: as `specification`.
[[nodiscard]] std::string finding(ChartKind kind,
                                  const ChartData& data,
                                  const ChartWords& chart_words);

/// The highest and lowest area of a map of results, or how many areas were covered.
[[nodiscard]] std::string finding(const MapData& data, const ChartWords& chart_words);

}  // namespace mtm
