#pragma once

#include <string_view>

namespace mtm {

struct DrawingSize {
    double width = 1;
    double height = 1;
};

/// Width and height that an <svg> element of ChartEngine gives itself, in pixels.
[[nodiscard]] DrawingSize drawing_size(std::string_view svg);

}  // namespace mtm
