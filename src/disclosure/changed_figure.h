#pragma once

#include <functional>
#include <string>

#include "disclosure/released.h"

namespace mtm {

/// A figure in two rounds, and what it is now less what it was. The rounds are of different people:
/// sets of rows of the one cannot be compared with those of the other.
struct ChangedFigure {
    FigureValue change;  // n and base are this round's; no parts. Or what an expression makes of it
    FigureValue now;
    FigureValue before;
    double difference = 0;  // now less before, unrounded; 0 where either has no value
    /// What the expression around the change makes of another difference; none where the change
    /// stands alone.
    std::function<FigureValue(double)> with_difference{};
    /// `before` is what the other round printed: a number without interviews behind it.
    bool from_print = false;
    std::string round;     // the other one, as readers know it
    std::string why_none;  // why there is no value; else empty
};

/// What of it may leave. Where the change is withheld, so are both figures.
struct SafeChange {
    SafeFigure change;
    SafeFigure now;
    SafeFigure before;
    bool from_print = false;
    bool test_withheld = false;  // the change stands, but nothing of its precision
    std::string round;
    std::string why_none;
};

}  // namespace mtm
