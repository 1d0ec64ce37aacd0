#pragma once

#include <array>
#include <string>
#include <string_view>

namespace mtm {

/// The words that a text alternative needs besides the chart's own: kinds of charts, and sentences
/// that say what stands out. Named fields are filled in by fmt; answers stand in the language's
/// quotation marks, so that no sentence has to bend them.
struct ChartWords {
    std::string bar = "Bar chart";
    std::string stacked_bar = "Stacked bar chart";
    std::string pyramid = "Population pyramid";
    std::string donut = "Donut chart";
    std::string dots = "Dot chart";
    std::string line = "Line chart";
    std::string slope = "Slope chart";
    std::string flow = "Flow chart";
    std::string map = "Map";
    std::string open_quote = "“";
    std::string close_quote = "”";
    std::string first = "{name} comes first ({value})";
    std::string first_of_shown = "Of the answers shown, {name} comes first ({value})";
    std::string followed = "{lead}, followed by {second} ({value}).";
    std::string multiple = "{lead}, {times} {second} ({value}).";
    std::string alone = "{lead}.";
    std::array<std::string, 9> about_times{"about twice",
                                           "about three times",
                                           "about four times",
                                           "about five times",
                                           "about six times",
                                           "about seven times",
                                           "about eight times",
                                           "about nine times",
                                           "about ten times"};
    std::array<std::string, 9> more_than_times{"more than twice",
                                               "more than three times",
                                               "more than four times",
                                               "more than five times",
                                               "more than six times",
                                               "more than seven times",
                                               "more than eight times",
                                               "more than nine times",
                                               "more than ten times"};
    std::string first_everywhere = "{name} comes first in every group.";
    std::string differ =
        "The groups differ most on {name}: {high_group} {high}, {low_group} {low}.";
    std::string largest_of_group = "{group}: {name} is the largest ({value}).";
    std::string peak = "{group} is highest at {name} ({value}).";
    std::string peak_bare = "Highest at {name} ({value}).";
    std::string rose = "{name} rose most, from {from} to {to}.";
    std::string fell = "{name} fell most, from {from} to {to}.";
    std::string largest_flow = "The largest flow is from {group} to {name} ({value}).";
    std::string highest_area = "Highest in {high_area} ({high}), lowest in {low_area} ({low}).";
    std::string areas_covered = "{number} areas were covered.";
};

/// In that language (BCP 47), or in English.
[[nodiscard]] const ChartWords& chart_words_in(std::string_view language);

}  // namespace mtm
