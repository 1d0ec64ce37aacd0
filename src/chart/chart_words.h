#pragma once

#include <array>
#include <string>

namespace mtm {

/// The words that a text alternative needs besides the chart's own: kinds of charts, and sentences
/// that say what stands out. They are [chart] of a language's file (docs/formats/languages.md).
/// Named fields are filled in by fmt; answers stand in the language's quotation marks, so that no
/// sentence has to bend them.
struct ChartWords {
    std::string bar;
    std::string stacked_bar;
    std::string pyramid;
    std::string donut;
    std::string dots;
    std::string line;
    std::string slope;
    std::string flow;
    std::string map;
    std::string open_quote;
    std::string close_quote;
    std::string first;                           // {name} {value}
    std::string first_of_shown;                  // {name} {value}
    std::string followed;                        // {lead} {second} {value}
    std::string multiple;                        // {lead} {times} {second} {value}
    std::string alone;                           // {lead}
    std::array<std::string, 9> about_times;      // twice, …, ten times
    std::array<std::string, 9> more_than_times;  // so too
    std::string first_everywhere;                // {name}
    std::string differ;                          // {name} {high_group} {high} {low_group} {low}
    std::string largest_of_group;                // {group} {name} {value}
    std::string peak;                            // {group} {name} {value}
    std::string peak_bare;                       // {name} {value}
    std::string rose;                            // {name} {from} {to}
    std::string fell;                            // {name} {from} {to}
    std::string largest_flow;                    // {group} {name} {value}
    std::string highest_area;                    // {high_area} {high} {low_area} {low}
    std::string areas_covered;                   // {number}
};

}  // namespace mtm
