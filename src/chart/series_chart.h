#pragma once

#include <string>
#include <vector>

#include "chart/chart_data.h"

namespace mtm {

/// One line of many points: a value at each of `at`, ascending.
struct ChartSeries {
    std::string name = {};
    std::vector<double> at = {};
    std::vector<double> values = {};
    Hue hue = Hue::automatic;
    bool thin = false;  // one of many alike, which the legend shows once, by the first one's name
};

/// How several values change along a number that counts something, as interviews.
struct SeriesData {
    std::string title = {};
    std::string value_axis_title = {};
    std::string along_axis_title = {};
    std::vector<ChartSeries> series = {};  // the first is drawn first, under the others
    bool percent = true;                   // values from 0 to 100
    std::string rehearsal_mark = {};
    std::string thousands_separator = ",";
    int width_px = 720;
    int points_px = 3;  // of two points nearer than this along the axis, the first is left out
};

/// A Vega-Lite specification, as of the other charts. REQUIRES: a series' `values` are as many as
/// its `at`.
[[nodiscard]] std::string series_specification(const SeriesData& data);

/// What the chart shows, in words: where each line ends.
[[nodiscard]] std::string text_alternative(const SeriesData& data);

}  // namespace mtm
