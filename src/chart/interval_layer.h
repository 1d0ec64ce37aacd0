#pragma once

#include <optional>

#include "chart/chart_data.h"
#include "chart/drawing.h"

namespace mtm {

/// The interval of a bar, if it has one that may be drawn.
[[nodiscard]] std::optional<ValueInterval> interval_at(const ChartData& data,
                                                       std::size_t group,
                                                       std::size_t category);

/// Intervals across horizontal bars: a line from limit to limit with a stroke at each end, on an
/// edge of the page's colour, so that it can be seen on the bar and beside it.
class IntervalLayer {
public:
    /// `y_px` is the middle of the bar.
    void add(double low_px, double high_px, double y_px);

    /// Over the bars; nothing is drawn where nothing was added.
    void draw(Drawing& drawing) const;

private:
    nlohmann::json rows_ = nlohmann::json::array();
};

}  // namespace mtm
