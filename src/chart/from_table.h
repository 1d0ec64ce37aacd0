#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chart/chart_data.h"
#include "disclosure/released.h"

namespace mtm {

/// The words of a chart that are not in its table, and how its numbers are printed.
struct ChartTexts {
    std::size_t language = 0;  // index into the questionnaire's languages
    std::string percent_axis = "% of respondents";
    std::string percent_of_asked_axis = "% of those asked";
    std::string count_axis = "respondents";
    std::string number_axis;  // of means and medians
    std::string everyone = "All";
    std::string no_answer = "No answer";
    std::string nobody = "nobody";  // of a group that nobody is in
    std::string withheld = "withheld";
    std::string thousands_separator = ",";
    std::string decimal_separator = ".";
    std::string percent_before;  // as in ChartData
    std::string percent_after = "%";
    std::string font;            // families as CSS has them
    std::string rehearsal_mark;  // where the table says that it was rehearsed
    bool intervals = false;      // drawn across bars, where the table has them
    std::function<std::string(const Table&, const Estimate&)> print;
    std::function<std::string(std::size_t)> print_count;
    std::function<std::string(std::size_t)> total_caption;  // "respondents", beside that number
};

struct TableChart {
    ChartKind kind = ChartKind::bar;
    ChartData data;
};

/// The form a table is drawn in: its own, or for `automatic` bars, by group where there are
/// groups. Absent for none and for maps (`result_map_from`), and where there is nothing to draw. A
/// donut of more than `most_slices` answers, and a flow whose numbers may not be told, become bars
/// in `chart_from`.
[[nodiscard]] std::optional<ChartKind> chart_kind(const Table& table);

/// The chart of a released table. Categories that nobody named are left out, as are blank answers
/// where there are none; what was withheld has no bar and says so. Bars by group become bars of
/// everyone where more than a third of them would be withheld.
[[nodiscard]] std::optional<TableChart> chart_from(const Released<SafeTable>& table,
                                                   const ChartTexts& texts);

/// Whether the table asks for bars by group and gets bars of everyone, since too many of them would
/// be withheld.
[[nodiscard]] bool leaves_out_groups(const SafeTable& safe);

/// The label of a category or group, or its name where it has none.
[[nodiscard]] std::string label_of(const Category& category, const ChartTexts& texts);

/// What the colour of a group or answer stands for, by its name: men, women, an answer that is
/// none.
[[nodiscard]] Hue hue_of(const Category& category);

/// Categories worth a row: those that somebody named or that are withheld, in the table's order;
/// for a table of the largest, the largest first.
[[nodiscard]] std::vector<std::size_t> shown_categories(const SafeTable& safe);

}  // namespace mtm
