#pragma once

#include "chart/chart_data.h"
#include "chart/drawing.h"

namespace mtm {

/// Says under a chart what has no mark in it, by what is printed instead: "withheld: Women (Round
/// 3). nobody: Astana"; of long lists the first and how many more. Returns the height that
/// the lines take; 0 where every value has its mark. `top_px`: where they begin.
double add_absent_values(Drawing& drawing, const ChartData& data, double left_px, double top_px);

/// The same of stacked bars, where the name of a bar without any part says that it is withheld.
double add_absent_parts(Drawing& drawing, const ChartData& data, double left_px, double top_px);

}  // namespace mtm
