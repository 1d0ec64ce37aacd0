#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// Turns Vega-Lite specifications into SVG inside the program: Vega runs in JavaScriptCore, and
/// text is measured with the fonts it will be printed in. Nothing is loaded from anywhere: a
/// specification brings its own data. To load takes about a tenth of a second, so keep one and use
/// it for every chart; an engine belongs to the thread that made it.
class ChartEngine {
public:
    [[nodiscard]] static Result<ChartEngine> create();
    ~ChartEngine();
    ChartEngine(ChartEngine&&) noexcept;
    ChartEngine& operator=(ChartEngine&&) noexcept;

    /// A standalone <svg> element. The same specification gives the same bytes, whatever was drawn
    /// before it. An error carries Vega's own message.
    [[nodiscard]] Result<std::string> svg(std::string_view vega_lite_json);

private:
    struct State;
    explicit ChartEngine(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mtm
