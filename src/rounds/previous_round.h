#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearse/published_figure.h"
#include "rounds/recode.h"

namespace mtm {

/// What is at hand of the round before: its interviews; or the figures that it printed; or neither,
/// and why.
struct PreviousRound {
    std::string name;                         // as readers know it: "Round 3"
    std::vector<std::string> names;           // by which change() may call it too, beside ''
    std::optional<ComparedRound> interviews;  // answers as they are, without recodes
    std::vector<PublishedFigure> printed;     // where there are no interviews
    std::string missing;                      // why there is neither

    /// Whether a figure's 'round' is this one. Of a round that is not at hand any name is.
    [[nodiscard]] bool is_called(const std::string& wanted) const;
};

}  // namespace mtm
