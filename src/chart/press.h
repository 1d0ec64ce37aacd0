#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"

namespace mtm {

/// Draws many charts, several at a time: each of its threads has a ChartEngine of its own, which
/// loads while the caller does something else. Drawings are numbered in the order in which they are
/// ordered, and are the same whatever the number of threads.
class ChartPress {
public:
    /// REQUIRES: threads > 0.
    explicit ChartPress(unsigned threads = 2);
    ~ChartPress();
    ChartPress(const ChartPress&) = delete;
    ChartPress& operator=(const ChartPress&) = delete;

    /// Orders the drawing of a Vega-Lite specification and returns its number.
    std::size_t order(std::string specification);

    /// Waits for a drawing: an <svg> element, or what Vega had against it. Each may be taken once.
    /// REQUIRES: it was ordered and not taken yet.
    [[nodiscard]] Result<std::string> take(std::size_t number);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mtm
