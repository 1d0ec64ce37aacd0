#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "report/markdown.h"
#include "report/narrative_functions.h"

namespace mtm {

/// A group that a loop comes to: the code of its choice, and what it is called.
struct LoopGroup {
    std::string code;
    std::string label;

    bool operator==(const LoopGroup&) const = default;
};

/// The question or derived variable whose groups a loop takes; empty if there is none.
[[nodiscard]] std::string variable_of_loop(const NarrativeDirective& loop, const Study& study);

/// Every group that the variable of a loop can have, in order, whether anybody is in it or not.
[[nodiscard]] std::vector<LoopGroup> groups_of_loop(const NarrativeDirective& loop,
                                                    const Study& study,
                                                    std::size_t language);

/// The condition that an interview is in a group.
[[nodiscard]] Node in_group(const Study& study,
                            const std::string& variable,
                            const std::string& code);

/// Groups by what the text calls them.
using LoopGroups = std::map<std::string, LoopGroup>;

/// An expression of a loop's text with the code of the group in place of its name.
[[nodiscard]] Node with_groups(const Node& node, const LoopGroups& groups);

/// The name that an expression consists of, if it is one of the groups.
[[nodiscard]] const LoopGroup* named_group(const Node& node, const LoopGroups& groups);

/// Whether a loop writes its text for a group: false for those of whom it must not be told whether
/// they are few or none.
using GroupIsShown = std::function<bool(const NarrativeDirective&, const LoopGroup&)>;

/// A narrative without conditions and loops: what holds was chosen and what repeats was repeated.
/// Its figures and tables are those of the narrative, followed by what loops made of them.
struct ExpandedNarrative {
    Narrative narrative;
    Diagnostics diagnostics;
    Diagnostics unknown;  // conditions of which nothing is known: neither text is written
};

[[nodiscard]] ExpandedNarrative expand(const Narrative& narrative,
                                       const ReleasedFigures& figures,
                                       const GroupIsShown& is_shown);

}  // namespace mtm
