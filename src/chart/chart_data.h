#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mtm {

enum class ChartKind { bar, grouped_bar, stacked_bar, pyramid, donut, line, map };

/// What a colour stands for. `everyone`, `men` and `women` keep theirs in every chart, `muted` is
/// for answers that are none ("I do not know"), and `automatic` takes the next of the others.
enum class Hue { automatic, everyone, men, women, muted };

/// Between which numbers a value very probably lies.
struct ChartInterval {
    double low = 0;
    double high = 0;
};

/// What a chart shows, as plain values. `values` and `labels` have a row for each group (one row
/// if there are no groups) and in it an entry for each category.
struct ChartData {
    std::string title = {};                    // printed above the chart unless empty
    std::string value_axis_title = {};         // the unit, e.g. "% of respondents"
    std::vector<std::string> categories = {};  // from top to bottom; youngest first for a pyramid
    std::vector<std::string> groups = {};      // may be empty
    std::vector<std::vector<std::optional<double>>> values = {};  // nothing where withheld
    std::vector<std::vector<std::string>> labels = {};  // as printed: "33%", "fewer than 10"
    std::vector<std::vector<std::optional<ChartInterval>>> intervals = {};  // of bars; may be empty
    std::vector<Hue> hues = {};       // of the groups, or of a donut's categories; may be empty
    bool ordered = false;             // the groups (a donut's categories) are steps of one scale
    bool percent = true;              // values are percentages from 0 to 100
    std::string total = {};           // for the middle of a donut: "1,845"
    std::string total_caption = {};   // and under it: "respondents"
    std::string rehearsal_mark = {};  // across the plot if not empty
    std::string thousands_separator = ",";
    int width_px = 720;  // 340 or more; under 520 labels stand above their bars
};

/// An area on a map. Cities are areas too: small ones are drawn as a dot.
struct MapArea {
    std::string key = {};    // value of `key_property` in the GeoJSON
    std::string label = {};  // printed if covered; may end in a line of its own: "Turkestan\n214"
    bool covered = false;
    bool city = false;
};

struct MapData {
    std::string title = {};
    std::string geojson = {};  // FeatureCollection of Polygon and MultiPolygon, longitude/latitude
    std::string key_property = {};    // e.g. "ADM1_PCODE"
    std::vector<MapArea> areas = {};  // areas of the GeoJSON that are not here count as not covered
    std::string covered_caption = {};      // for the legend: "Regions covered"
    std::string city_caption = {};         // "Cities covered"
    std::string not_covered_caption = {};  // "Not covered"
    std::string rehearsal_mark = {};
    int width_px = 720;
};

}  // namespace mtm
