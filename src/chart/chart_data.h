#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mtm {

enum class ChartKind {
    bar,
    grouped_bar,
    stacked_bar,
    diverging_bar,
    pyramid,
    donut,
    dots,
    line,
    slope,
    flow,
    map
};

/// What a colour stands for. `everyone`, `men` and `women` keep theirs in every chart, `muted` is
/// for answers that are none ("I do not know"), and `automatic` takes the next of the others.
enum class Hue { automatic, everyone, men, women, muted };

/// From where to where a value may lie.
struct ValueInterval {
    double low = 0;
    double high = 0;

    bool operator==(const ValueInterval&) const = default;
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
    // As `values`, or empty where nothing has an interval.
    std::vector<std::vector<std::optional<ValueInterval>>> intervals = {};
    // Of a flow: what its ends are printed with, "1,525"; empty where nothing is said.
    std::vector<std::string> group_totals = {};
    std::vector<std::string> category_totals = {};
    // And how much that is, with what no band shows; nothing where it is withheld or not known.
    std::vector<std::optional<double>> group_amounts = {};
    std::vector<std::optional<double>> category_amounts = {};
    std::vector<Hue> hues = {};         // of the groups, or of a donut's categories; may be empty
    std::vector<bool> no_answers = {};  // categories that are none ("I do not know"); may be empty
    bool first_is_everyone = false;     // the first bar of a stacked chart
    bool through_rounds = false;        // the categories are rounds, the last one the newest
    bool best_first = false;            // a scale with two sides begins with its good one
    bool ordered = false;               // the groups (a donut's categories) are steps of one scale
    bool percent = true;                // values are percentages from 0 to 100
    std::string total = {};             // for the middle of a donut: "1,845"
    std::string total_caption = {};     // and under it: "respondents"
    std::string rehearsal_mark = {};    // across the plot if not empty
    std::string thousands_separator = ",";
    std::string decimal_separator = ".";
    std::string percent_before = {};  // of a percentage on the axis: "%55" has it there,
    std::string percent_after = "%";  // "55 %" here
    std::string font = {};            // families as CSS has them; empty: `chart_font`
    int width_px = 720;               // 340 or more; under 520 labels stand above their bars
};

/// An area on a map. Cities are areas too: small ones are drawn as a dot.
struct MapArea {
    std::string key = {};    // value of `key_property` in the GeoJSON
    std::string label = {};  // printed if covered; may end in a line of its own: "Turkestan\n214"
    bool covered = false;
    bool city = false;
    std::optional<double> value = {};  // of a map of results; nothing where withheld
};

/// How a map of results shows its values: by the depth of the area's colour, for shares and means,
/// or by the size of a bubble, for counts, which a large area would exaggerate.
enum class MapValues { none, shaded, bubbles };

struct MapData {
    std::string title = {};
    std::string geojson = {};  // FeatureCollection of Polygon and MultiPolygon, longitude/latitude
    std::string key_property = {};    // e.g. "ADM1_PCODE"
    std::vector<MapArea> areas = {};  // areas of the GeoJSON that are not here count as not covered
    std::string covered_caption = {};      // for the legend: "Regions covered"
    std::string city_caption = {};         // "Cities covered"
    std::string not_covered_caption = {};  // "Not covered"
    MapValues show = MapValues::none;
    std::string value_caption =
        {};  // of a map of results, over its legend: "Yes, % of those asked"
    std::string withheld_caption = {};         // for areas whose value is withheld
    std::vector<std::string> disclaimer = {};  // under the map, in the picture
    double value_unit = 1;                     // that values are printed to: 0.1 with one decimal
    // A limit between classes, as printed. REQUIRES: set for shaded maps.
    std::function<std::string(double)> print_limit = {};
    std::string rehearsal_mark = {};
    std::string font = {};
    int width_px = 720;
};

}  // namespace mtm
