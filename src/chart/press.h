#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// Where drawings are kept from one run to the next.
class DrawingStore {
public:
    virtual ~DrawingStore() = default;
    /// The drawing of a specification, if it was kept.
    [[nodiscard]] virtual std::optional<std::string> find(const std::string& specification) = 0;
    /// May be called by several threads at once.
    virtual void keep(const std::string& specification, const std::string& svg) = 0;
};

/// When a press loads what it draws with: at once, or for the first chart that was not kept.
enum class PressLoads { ahead, when_needed };

/// Draws many charts, several at a time: each of its threads has a ChartEngine of its own, which
/// loads while the caller does something else. Drawings are numbered in the order in which they are
/// ordered, and are the same whatever the number of threads.
class ChartPress {
public:
    /// What `kept` has is not drawn again; it must live as long as the press. REQUIRES: threads >
    /// 0.
    explicit ChartPress(unsigned threads = 2,
                        DrawingStore* kept = nullptr,
                        PressLoads loads = PressLoads::ahead);
    ~ChartPress();
    ChartPress(const ChartPress&) = delete;
    ChartPress& operator=(const ChartPress&) = delete;

    /// Orders the drawing of a Vega-Lite specification and returns its number.
    std::size_t order(std::string specification);

    /// Waits for a drawing: an <svg> element, or what Vega had against it. Each may be taken once.
    /// REQUIRES: it was ordered and not taken yet.
    [[nodiscard]] Result<std::string> take(std::size_t number);

    /// Another text if another version of MTM may draw the same specification otherwise.
    [[nodiscard]] static std::string_view drawn_with();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mtm
