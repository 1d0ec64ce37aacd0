#pragma once

#include "chart/chart_words.h"

namespace mtm {

/// [chart] of languages/en.toml, which this module cannot read.
inline ChartWords english_chart_words() {
    ChartWords words;
    words.bar = "Bar chart";
    words.stacked_bar = "Stacked bar chart";
    words.pyramid = "Population pyramid";
    words.donut = "Donut chart";
    words.dots = "Dot chart";
    words.line = "Line chart";
    words.slope = "Slope chart";
    words.flow = "Flow chart";
    words.map = "Map";
    words.open_quote = "“";
    words.close_quote = "”";
    words.first = "{name} comes first ({value})";
    words.first_of_shown = "Of the answers shown, {name} comes first ({value})";
    words.followed = "{lead}, followed by {second} ({value}).";
    words.multiple = "{lead}, {times} {second} ({value}).";
    words.alone = "{lead}.";
    words.about_times = {"about twice",
                         "about three times",
                         "about four times",
                         "about five times",
                         "about six times",
                         "about seven times",
                         "about eight times",
                         "about nine times",
                         "about ten times"};
    words.more_than_times = {"more than twice",
                             "more than three times",
                             "more than four times",
                             "more than five times",
                             "more than six times",
                             "more than seven times",
                             "more than eight times",
                             "more than nine times",
                             "more than ten times"};
    words.first_everywhere = "{name} comes first in every group.";
    words.differ = "The groups differ most on {name}: {high_group} {high}, {low_group} {low}.";
    words.largest_of_group = "{group}: {name} is the largest ({value}).";
    words.peak = "{group} is highest at {name} ({value}).";
    words.peak_bare = "Highest at {name} ({value}).";
    words.rose = "{name} rose most, from {from} to {to}.";
    words.fell = "{name} fell most, from {from} to {to}.";
    words.largest_flow = "The largest flow is from {group} to {name} ({value}).";
    words.highest_area = "Highest in {high_area} ({high}), lowest in {low_area} ({low}).";
    words.areas_covered = "{number} areas were covered.";
    return words;
}

}  // namespace mtm
